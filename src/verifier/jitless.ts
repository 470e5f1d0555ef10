import { z } from 'zod';

// Before any schema is made: the page's policy lets no text become a program, which zod would try.
z.config({ jitless: true });
