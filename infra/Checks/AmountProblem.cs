using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>What is wrong with an amount of a resource.</summary>
/// <param name="Text">The problem.</param>
/// <param name="Cure">The cure.</param>
internal sealed record AmountProblem(string Text, string Cure)
{
    private const string Cpu = "cpu";
    private const string Bytes = "write it as 512Mi";

    /// <summary>More than any node has: a mistake in the unit.</summary>
    private static readonly Quantity MaximumCores = Quantity.FromWhole(100_000);

    private static readonly Quantity MaximumBytes = Quantity.Parse("1Ei");

    /// <summary>Less than a container runtime needs to start a process.</summary>
    private static readonly Quantity MinimumBytes = Quantity.Parse("64Ki");

    /// <summary>Finds what is wrong with an amount; null if it is valid.</summary>
    /// <param name="key">The key of the amount in the settings.</param>
    /// <param name="amount">The amount.</param>
    public static AmountProblem? Find(string key, Quantity amount) =>
        amount.IsNegative ? new($"{amount} is negative", "write a positive amount")
        : key == Cpu ? FindForCpu(amount)
        : FindForBytes(amount);

    private static AmountProblem? FindForCpu(Quantity amount) =>
        amount.Format == QuantityFormat.BinarySI
            ? new($"CPU is measured in cores, and {amount} is a number of bytes", "write cores as 2, or thousandths of one as 250m")
        : amount > MaximumCores ? new($"no node has {amount} cores", "write cores as 2, or thousandths of one as 250m")
        : amount != Quantity.FromMilli(amount.MilliValue)
            ? new($"Kubernetes counts CPU in thousandths of a core, and {amount} is finer", "write 1m or more")
        : null;

    private static AmountProblem? FindForBytes(Quantity amount) =>
        !amount.IsWhole ? new($"{amount} is a fraction of a byte: 'm' means thousandths", Bytes)
        : amount > MaximumBytes ? new($"no node has {amount} bytes", Bytes)
        : !amount.IsZero && amount < MinimumBytes
            ? new($"{amount} is less than {MinimumBytes}: a number without a unit counts bytes", Bytes)
        : null;
}
