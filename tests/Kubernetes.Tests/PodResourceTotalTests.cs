using CsCheck;
using Infra.Kubernetes;

namespace Kubernetes.Tests;

/// <summary>The expected values follow PodRequests and PodLimits of k8s.io/component-helpers.</summary>
public sealed class PodResourceTotalTests
{
    private static readonly Gen<ContainerAmount[]> AnyContainers = Gen.Select(
        Gen.Enum<ContainerType>(),
        Gen.Int[-1, 1_000],
        (type, milli) => new ContainerAmount(type, milli < 0 ? null : Quantity.FromMilli(milli))
    ).Array[0, 8];

    [Theory]
    [InlineData("", null)]
    [InlineData("main", null)]
    [InlineData("main 1; main 2", "3")]
    [InlineData("init 5; main 1; main 2", "5")]
    [InlineData("init 2; init 3; main 1; main 3", "4")]
    [InlineData("sidecar 1; main 2", "3")]
    // Only the sidecars started before an init container run beside it.
    [InlineData("init 5; sidecar 1; main 2", "5")]
    [InlineData("sidecar 1; init 5; main 2", "6")]
    [InlineData("sidecar 1; init 5; sidecar 3; main 2", "6")]
    [InlineData("sidecar 1; init 5; sidecar 3; main 3", "7")]
    [InlineData("init 5; main", "5")]
    [InlineData("main; sidecar 2", "2")]
    public void Aggregate_Containers_IsTheSumOrThePeak(string containers, string? total) =>
        Assert.Equal(total, PodResourceTotal.Aggregate(Parse(containers))?.ToString());

    [Theory]
    [InlineData("cpu", "main 1", "3", null, "3")]
    [InlineData("cpu", "main 1", "3", "250m", "3250m")]
    [InlineData("memory", "main 1Gi", "512Mi", "64Mi", "576Mi")]
    [InlineData("hugepages-2Mi", "main 2Mi", "4Mi", null, "4Mi")]
    [InlineData("ephemeral-storage", "main 1Gi", "3Gi", null, "1Gi")]
    [InlineData("cpu", "main 1", null, "250m", "1250m")]
    [InlineData("cpu", "", null, "250m", "250m")]
    [InlineData("cpu", "main 0", null, "250m", "250m")]
    public void GetRequest_ReplacesTheSumByThePodLevel_AndAddsTheOverhead(
        string resource,
        string containers,
        string? podLevel,
        string? overhead,
        string total
    ) =>
        Assert.Equal(
            total,
            PodResourceTotal.GetRequest(resource, Parse(containers), ParseAmount(podLevel), ParseAmount(overhead))?.ToString()
        );

    [Theory]
    [InlineData("main 1", null, "250m", "1250m")]
    [InlineData("main 1", "3", "250m", "3250m")]
    [InlineData("", null, "250m", null)]
    [InlineData("main 0", null, "250m", "0")]
    public void GetLimit_AddsTheOverheadOnlyToALimit(string containers, string? podLevel, string? overhead, string? total) =>
        Assert.Equal(total, PodResourceTotal.GetLimit("cpu", Parse(containers), ParseAmount(podLevel), ParseAmount(overhead))?.ToString());

    [Fact]
    public void Aggregate_CoversWhatRunsAtAnyTime() =>
        AnyContainers.Sample(containers =>
        {
            var total = PodResourceTotal.Aggregate(containers) ?? Quantity.Zero;
            var always = Sum(containers.Where(container => container.Type != ContainerType.Init));
            var starting = containers
                .Select((container, i) => (container, i))
                .Where(at => at.container.Type != ContainerType.Main)
                .Select(at => Sum([.. containers.Take(at.i).Where(before => before.Type == ContainerType.Sidecar), at.container]))
                .Aggregate(Quantity.Zero, Quantity.Max);
            return total == Quantity.Max(always, starting);
        });

    private static Quantity Sum(IEnumerable<ContainerAmount> containers) =>
        containers.Aggregate(Quantity.Zero, (sum, container) => sum + (container.Amount ?? Quantity.Zero));

    private static ContainerAmount[] Parse(string containers) =>
        [
            .. containers
                .Split("; ", StringSplitOptions.RemoveEmptyEntries)
                .Select(container => container.Split(' '))
                .Select(words => new ContainerAmount(
                    Enum.Parse<ContainerType>(words[0], ignoreCase: true),
                    ParseAmount(words.ElementAtOrDefault(1))
                )),
        ];

    private static Quantity? ParseAmount(string? text) => text is null ? null : Quantity.Parse(text);
}
