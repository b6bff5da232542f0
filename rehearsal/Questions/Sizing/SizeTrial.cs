using Infra.Rehearsal.Results;
using Infra.Rehearsal.Stacks;

namespace Infra.Rehearsal.Questions.Sizing;

/// <summary>What became of a stack with other sizes.</summary>
public sealed record SizeTrial
{
    /// <summary>What was found; null if the program refuses the sizes.</summary>
    public VariantFigures? Figures { get; init; }

    /// <summary>What the pods used and requested; null if the program refuses the sizes.</summary>
    public StackUse? Use { get; init; }

    /// <summary>Why the program refuses the sizes; empty if it does not.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Takes what the search needs from a result.</summary>
    public static SizeTrial Of(RehearsalResult result) => new() { Figures = VariantFigures.Of(result), Use = StackUse.Of(result) };
}

/// <summary>Rehearses a stack with other sizes than its own.</summary>
/// <param name="candidates">For each candidate the sizes that differ; of a service and kind there is one.</param>
/// <param name="cancellation">Ends it early.</param>
/// <returns>What was found with each; null for a rehearsal that did not come to its end.</returns>
public delegate Task<IReadOnlyList<SizeTrial?>> TrySizes(IReadOnlyList<IReadOnlyList<Size>> candidates, CancellationToken cancellation);

/// <summary>What pods used and requested during a rehearsal.</summary>
public sealed record StackUse
{
    /// <summary>What is requested on all nodes on average, as a part of one of them: the sum of its parts of CPU and of memory.</summary>
    public required double Requested { get; init; }

    /// <summary>What a pod of each service used.</summary>
    public required IReadOnlyDictionary<string, PodUse> Pods { get; init; }

    /// <summary>Takes the use from a result.</summary>
    public static StackUse Of(RehearsalResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var times = result.Nodes.SelectMany(node => node.Samples).Select(sample => sample.At).Distinct().Count();
        return new StackUse
        {
            Requested =
                result.Nodes.Sum(node =>
                    node.Samples.Sum(sample =>
                        sample.CpuRequested / Math.Max(node.Cores, 1e-9) + sample.MemoryRequested / Math.Max(node.Memory, 1)
                    )
                ) / Math.Max(1, times),
            Pods = result
                .Services.Where(service => service.Samples.Any(sample => sample.Ready > 0))
                .ToDictionary(service => service.Service, PodUse.Of),
        };
    }
}

/// <summary>What a pod of a service used.</summary>
/// <param name="Cpu95">The cores that it used at most for 95 % of the time.</param>
/// <param name="Memory">The most bytes of memory.</param>
/// <param name="MostPods">The most pods that its workload asked for.</param>
public sealed record PodUse(double Cpu95, double Memory, int MostPods)
{
    private const double Part = 0.95;

    internal static PodUse Of(ServiceTimeline timeline)
    {
        var samples = timeline.Samples.Where(sample => sample.Ready > 0).ToList();
        var cpu = samples.Select(sample => sample.Cpu / sample.Ready).Order().ToList();
        return new PodUse(
            cpu[(int)Math.Ceiling(cpu.Count * Part) - 1],
            samples.Max(sample => sample.Memory / Math.Max(1, Math.Max(sample.Pods, sample.Ready))),
            samples.Max(sample => sample.Desired)
        );
    }
}
