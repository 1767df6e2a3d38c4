/** Where an export comes from: what a snapshot's facts do not say of themselves. */
export interface ExportOrigin {
  /** Name of the repository. */
  readonly repository: string;
  /** Absolute path of its root. */
  readonly root: string;
  /** Version of this package. */
  readonly version: string;
}
