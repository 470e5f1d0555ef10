/** Names the port of the PostgreSQL that test processes share; each starts its own where it is not set. */
export const SHARED_PORT = 'RCA_TEST_POSTGRES_PORT';
