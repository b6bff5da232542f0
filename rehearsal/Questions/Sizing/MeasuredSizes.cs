using System.Globalization;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Questions.Sizing;

/// <summary>The sizes that follow from what pods used, and how candidates compare.</summary>
internal static class MeasuredSizes
{
    private const double CpuHeadroom = 1.15;
    private const double RequestHeadroom = 1.1;
    private const double LimitHeadroom = 1.3;
    private const double PodHeadroom = 1.25;
    private const double Generous = 2;

    // What a model finds twice with nearly the same sizes differs by less.
    private const double LatencyTolerance = 1.1;
    private const double AvailabilityTolerance = 0.0005;

    /// <summary>The sizes of what was used, where they differ from the present ones.</summary>
    /// <param name="current">The present sizes.</param>
    /// <param name="use">What was used with them.</param>
    public static List<(Size Size, string Evidence)> Find(IReadOnlyList<Size> current, StackUse use)
    {
        var scaled = current.Where(size => size.Kind == SizeKind.Max).Select(size => size.Service).ToHashSet(StringComparer.Ordinal);
        var even = current
            .Where(size => size.Kind == SizeKind.MemoryRequest)
            .Where(size => current.Any(one => (one.Service, one.Kind, one.Value) == (size.Service, SizeKind.MemoryLimit, size.Value)))
            .Select(size => size.Service)
            .ToHashSet(StringComparer.Ordinal);
        var found = new List<(Size, string)>();
        foreach (var size in current)
        {
            if (use.Pods.GetValueOrDefault(size.Service) is not { } pod)
            {
                continue;
            }

            // A request that is its limit makes pods the last to be evicted, and stays so.
            var requestHeadroom = even.Contains(size.Service) ? LimitHeadroom : RequestHeadroom;
            var (value, evidence) = size.Kind switch
            {
                // Of fewer cores an autoscaler makes more pods: only a trial tells whether that costs less.
                SizeKind.CpuRequest when !scaled.Contains(size.Service) && pod.Cpu95 > 0 => (
                    pod.Cpu95 * CpuHeadroom,
                    $"a pod used {Figures.Cores(pod.Cpu95)} for 95 % of the time; {Factor(CpuHeadroom)} times that"
                ),
                SizeKind.MemoryRequest => (
                    pod.Memory * requestHeadroom,
                    $"a pod used {Figures.Bytes(pod.Memory)} at most; {Factor(requestHeadroom)} times that"
                ),
                SizeKind.MemoryLimit => (
                    pod.Memory * LimitHeadroom,
                    $"a pod used {Figures.Bytes(pod.Memory)} at most; {Factor(LimitHeadroom)} times that"
                ),
                SizeKind.Max => (
                    pod.MostPods * PodHeadroom,
                    $"its autoscaler asked for {Figures.Count(pod.MostPods, "pod")} at most; {Factor(PodHeadroom)} times that"
                ),
                _ => (size.Value, ""),
            };

            // What is higher than now is no saving: whether it is needed, the verdict has told.
            if (size.With(value) is var wanted && wanted.Value < size.Value)
            {
                found.Add((wanted, evidence));
            }
        }

        return KeepInOrder(found, current);
    }

    /// <summary>A size that cannot be the reason for a failure, as far as it may grow; null if it stays.</summary>
    public static Size? BeGenerous(Size size) => size.Kind == SizeKind.Min ? null : size.With(size.Value * Generous);

    /// <summary>Whether a candidate costs more than another: its nodes, or else what is requested on them.</summary>
    public static bool IsDearer(SizeTrial trial, SizeTrial other)
    {
        const double Least = 1.0001;
        var (cost, otherCost) = (trial.Figures!.CostPerMonth ?? 0, other.Figures!.CostPerMonth ?? 0);
        return cost > otherCost * Least || (cost * Least > otherCost && trial.Use!.Requested > other.Use!.Requested * Least);
    }

    /// <summary>What got worse of services whose expectations fail anyway; null for nothing.</summary>
    public static string? FindDecline(IEnumerable<string> subjects, VariantFigures before, VariantFigures after)
    {
        foreach (var subject in subjects.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (former, present) = (Of(before, subject), Of(after, subject));
            if (present?.Availability < former?.Availability - AvailabilityTolerance)
            {
                return $"{subject} availability falls to {Figures.Availability(present!.Availability!.Value)}";
            }

            if (present?.Latency99 > former?.Latency99 * LatencyTolerance)
            {
                return $"{subject} p99 rises to {Figures.Duration(present!.Latency99)}";
            }
        }

        return null;

        static ServiceFigures? Of(VariantFigures figures, string service) => figures.Services.FirstOrDefault(one => one.Service == service);
    }

    /// <summary>An expectation that failed, in a few words.</summary>
    public static string Describe(ExpectationResult failure) => $"{failure.Subject} {failure.Name} ({failure.Figure}, not {failure.Limit})";

    /// <summary>A maximum is not below its minimum, and a limit not below its request.</summary>
    private static List<(Size Size, string Evidence)> KeepInOrder(List<(Size Size, string Evidence)> found, IReadOnlyList<Size> current)
    {
        (SizeKind Upper, SizeKind Lower)[] pairs =
        [
            (SizeKind.Max, SizeKind.Min),
            (SizeKind.CpuLimit, SizeKind.CpuRequest),
            (SizeKind.MemoryLimit, SizeKind.MemoryRequest),
        ];
        return
        [
            .. found
                .Select(one =>
                    pairs.FirstOrDefault(pair => pair.Upper == one.Size.Kind) is var pair
                    && pair != default
                    && Lower(one.Size.Service, pair.Lower) is { } lower
                    && lower > one.Size.Value
                        ? (one.Size with { Value = lower }, one.Evidence)
                        : one
                )
                .Where(one =>
                    one.Item1.Value < current.First(size => (size.Service, size.Kind) == (one.Item1.Service, one.Item1.Kind)).Value
                ),
        ];

        double? Lower(string service, SizeKind kind) =>
            found.Select(one => one.Size).Concat(current).FirstOrDefault(size => (size.Service, size.Kind) == (service, kind))?.Value;
    }

    private static string Factor(double factor) => factor.ToString(CultureInfo.InvariantCulture);
}
