"""The wiring: stages as plain functions (`stages`), and the same as Prefect flows (`newsroom`). Only `newsroom` and
`deployments` import prefect, so that what needs no orchestration does not pay for it."""
