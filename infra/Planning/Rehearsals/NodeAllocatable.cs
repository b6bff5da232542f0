namespace Infra.Backend.Planning.Rehearsals;

/// <summary>
/// What pods may request on a node, when only its machine is known: what Google Kubernetes Engine reserves for the kubelet and the system
/// (https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes). Other clouds reserve similar amounts.
/// </summary>
internal static class NodeAllocatable
{
    private const double Mebibyte = 1024 * 1024;
    private const double Gibibyte = 1024 * Mebibyte;
    private const double EvictionThreshold = 100 * Mebibyte;
    private const double ReservedOfTinyMachines = 255 * Mebibyte;

    private static readonly (double Width, double Part)[] Cores = [(1, 0.06), (1, 0.01), (2, 0.005), (double.PositiveInfinity, 0.0025)];

    private static readonly (double Width, double Part)[] Memory =
    [
        (4 * Gibibyte, 0.25),
        (4 * Gibibyte, 0.20),
        (8 * Gibibyte, 0.10),
        (112 * Gibibyte, 0.06),
        (double.PositiveInfinity, 0.02),
    ];

    /// <summary>The cores that pods may request on a machine.</summary>
    public static double OfCores(double cores) => cores - Reserved(cores, Cores);

    /// <summary>The bytes that pods may request on a machine; none on one that is too small.</summary>
    public static double OfMemory(double bytes) =>
        Math.Max(0, Math.Floor(bytes - EvictionThreshold - (bytes < Gibibyte ? ReservedOfTinyMachines : Reserved(bytes, Memory))));

    private static double Reserved(double amount, (double Width, double Part)[] brackets)
    {
        var (reserved, rest) = (0.0, amount);
        foreach (var (width, part) in brackets)
        {
            reserved += Math.Min(rest, width) * part;
            rest = Math.Max(0, rest - width);
        }

        return reserved;
    }
}
