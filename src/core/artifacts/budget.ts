/** Bytes that may still be unpacked. */
export class Budget {
  private shares: Share[] = []

  constructor(private readonly bytes: number) {}

  get left(): number {
    return this.shares.reduce((left, { taken }) => left - taken, this.bytes)
  }

  /** For one archive; what it takes, the others no longer have. */
  share(): Share {
    const share = new Share(this)
    this.shares.push(share)
    return share
  }
}

export class Share {
  taken = 0

  constructor(private readonly budget: Budget) {}

  /** Bytes that it can have in all. */
  get left(): number {
    return this.budget.left + this.taken
  }
}
