using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Cli.Display;

/// <summary>The progress of a resource's step.</summary>
internal enum StepProgress
{
    Planned,
    InProgress,
    Done,
    Failed,
}

/// <summary>A resource in a display.</summary>
internal sealed record ResourceRow(Urn Urn, StepDescription Step, StepProgress Progress, long BegunAt, TimeSpan Took, string Status)
{
    /// <summary>The parent; empty for the stack.</summary>
    public Urn Parent => (Step.New ?? Step.Old)?.Parent ?? default;

    /// <summary>The verb for the step at its current progress.</summary>
    public string Verb =>
        Progress switch
        {
            StepProgress.Planned => OperationWords.Planned(Step.Operation),
            StepProgress.InProgress => OperationWords.InProgress(Step.Operation),
            StepProgress.Done => OperationWords.Done(Step.Operation),
            StepProgress.Failed when Step.Operation == StepOperation.Same => "**failed**",
            StepProgress.Failed => $"**{OperationWords.InProgress(Step.Operation)} failed**",
            _ => throw new ArgumentOutOfRangeException(nameof(Progress), Progress, null),
        };

    /// <summary>The changed properties, as in <c>[diff: +a,~b,-c]</c>, or "".</summary>
    public string Changes =>
        Step.Operation is StepOperation.Same or StepOperation.Create or StepOperation.Delete || ChangedKeys.Count == 0
            ? ""
            : $"[diff: {string.Join(',', ChangedKeys)}]";

    // A detailed difference names the paths below the changed properties.
    private IEnumerable<string> ChangedProperties =>
        Step.ChangedKeys.Count > 0
            ? Step.ChangedKeys
            : Step.DetailedDiff.Keys.Select(path => PropertyPath.Parse(path).Segments[0].Name ?? path).Distinct();

    private List<string> ChangedKeys => [.. ChangedProperties.Order(StringComparer.Ordinal).Select(key => $"{Mark(key)}{key}")];

    private char Mark(string key) =>
        (Step.Old?.Inputs.ContainsKey(key), Step.New?.Inputs.ContainsKey(key)) switch
        {
            (false, true) => '+',
            (true, false) => '-',
            _ => '~',
        };
}
