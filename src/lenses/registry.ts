import { capacityDisk } from './capacity-disk/index.ts';
import { configuration } from './configuration/index.ts';
import { credentialCompromise } from './credential-compromise/index.ts';
import { credentialExpiry } from './credential-expiry/index.ts';
import { credentialStuffing } from './credential-stuffing/index.ts';
import { dependency } from './dependency/index.ts';
import { deployment } from './deployment/index.ts';
import { firewallFalsePositive } from './firewall-false-positive/index.ts';
import { injection } from './injection/index.ts';
import type { Lens } from './lens.ts';
import { monitoringGap } from './monitoring-gap/index.ts';
import { nameResolution } from './name-resolution/index.ts';
import { rotation } from './rotation/index.ts';
import { saturation } from './saturation/index.ts';
import { traffic } from './traffic/index.ts';
import { zone } from './zone/index.ts';

/** Every explanation that is looked for, each in the folder of its name. The order changes nothing. */
export const lenses: readonly Lens[] = [
  capacityDisk,
  configuration,
  credentialCompromise,
  credentialExpiry,
  credentialStuffing,
  dependency,
  deployment,
  firewallFalsePositive,
  injection,
  monitoringGap,
  nameResolution,
  rotation,
  saturation,
  traffic,
  zone,
];
