using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Api.Decoding;
using Likeness.Recordings;
using Likeness.Running;

namespace Likeness.Comparison;

/// <summary>Compares a step with its recording.</summary>
/// <param name="step">The step.</param>
/// <param name="expected">What was recorded.</param>
/// <param name="actual">What this engine did.</param>
/// <param name="bindings">The values of placeholders.</param>
/// <param name="update">The recorded update of the same program right after a preview, if there is one.</param>
/// <param name="isDuring">True for a step that ran while another one did: its state is that of an update in progress.</param>
internal sealed partial class StepComparison(
    ScenarioStep step,
    RecordedStep expected,
    StepOutcome actual,
    Bindings bindings,
    RecordedStep? update,
    bool isDuring
)
{
    private readonly Intents _intents = new();

    /// <summary>True where the recorded preview was wrong about the update that followed, and this engine's was right.</summary>
    private readonly bool _isTruer = IsTruer(expected, actual, update);

    private readonly RecordedStep _expected = IsTruer(expected, actual, update) ? PreviewOfUpdate.From(expected, update!) : expected;

    public StepResult Compare()
    {
        List<Miss> misses =
        [
            .. CompareExit(),
            .. isDuring ? [] : StateComparison.Compare(_expected.State, actual.State, bindings, _intents),
            .. CompareOperations(),
            .. OrderComparison.Compare(step, _expected, actual),
            .. CompareDiagnostics(),
            .. ListMatch.Compare(Rule.Summary, Objects(_expected.Summary), Objects(actual.Activity.Summary), _ => "summary", bindings),
            .. isDuring || step.During.Count > 0 ? []
            : _isTruer ? FindWritesOfPreview()
            : CompareWrites(),
            .. CompareFacts(),
            .. SecretComparison.Compare(_expected, actual),
        ];
        if (_isTruer)
        {
            _intents.Record(Intents.PreviewOfOutcome);
        }

        return new StepResult
        {
            Step = step.Number,
            Command = StepResult.Describe(step),
            Misses = misses,
            Intents = [.. _intents.Occurred],
        };
    }

    private static bool IsTruer(RecordedStep expected, StepOutcome actual, RecordedStep? update) =>
        update is not null && expected.ExitCode != update.ExitCode && actual.Command.ExitCode == update.ExitCode;

    private IEnumerable<Miss> CompareExit()
    {
        var (recorded, own) = (Text(_expected.ExitCode, _expected.EndedBySignal), Text(actual.Command.ExitCode, actual.Command.Signal));
        if (recorded != own)
        {
            var reason = actual.Command.Error.Trim().Split('\n')[0];
            yield return new Miss(Rule.ExitCode, $"{recorded} → {own} {reason}".TrimEnd(), recorded, $"{own}\n{actual.Command.Error}");
        }

        static string Text(int? code, string? signal) => signal ?? code?.ToString(CultureInfo.InvariantCulture) ?? "";
    }

    private IEnumerable<Miss> CompareOperations() =>
        ListMatch.Compare(
            Rule.Operations,
            Objects(_expected.Operations).Where(Counts).Select(WithSortedKeys),
            actual.Activity.Operations.Where(operation => Counts(operation.Json)).Select(operation => WithSortedKeys(operation.Json)),
            operation => $"{operation["op"]} {ShortUrn((string?)operation["urn"])}",
            bindings
        );

    // A plan begins and ends with the stack, an update only ends with it.
    private bool Counts(JsonObject operation) => !_isTruer || !PreviewOfUpdate.IsOfStack(operation);

    private IEnumerable<Miss> CompareDiagnostics() =>
        ListMatch.Compare(
            Rule.Diagnostics,
            Objects(_expected.Diagnostics).Select(WithoutTrace),
            Objects(actual.Activity.Diagnostics).Select(WithoutTrace),
            diagnostic => $"{diagnostic["severity"]} {ShortUrn((string?)diagnostic["urn"])}",
            bindings,
            _intents
        );

    private IEnumerable<Miss> CompareWrites() =>
        ListMatch.Compare(
            Rule.Writes,
            _expected.Writes.Select(WithoutPlace),
            actual.Writes.Select(WithoutPlace),
            write => $"{write["verb"]} {write["path"]}{(write["query"]?["dryRun"] is null ? "" : " (dry run)")}",
            bindings,
            _intents
        );

    /// <summary>A preview that tells more than the recorded one may ask the server more, but changes nothing.</summary>
    private IEnumerable<Miss> FindWritesOfPreview() =>
        from write in actual.Writes
        where !Intents.IsDryRun(write)
        select new Miss(Rule.Writes, $"a preview writes: {write["verb"]} {write["path"]}", "", write.ToJsonString(Json.Indented));

    private IEnumerable<Miss> CompareFacts()
    {
        if (!isDuring && step.During.Count == 0 && _expected.ContentChanged is { } changed && changed != actual.ContentChanged)
        {
            yield return new Miss(Rule.StateChanged, $"{changed} → {actual.ContentChanged}");
        }

        if (!isDuring && _expected.Locks != actual.Locks)
        {
            yield return new Miss(Rule.Locks, $"{_expected.Locks} → {actual.Locks}");
        }

        if (_expected.Output is { } output && step.Operation == "stack-outputs" && !bindings.Fork().Matches(output, actual.Command.Output))
        {
            yield return new Miss(Rule.Output, "printed values differ", output, actual.Command.Output);
        }
    }

    /// <summary>The keys of a replacement come in no particular order.</summary>
    private static JsonObject WithSortedKeys(JsonObject operation)
    {
        var copy = operation.DeepClone().AsObject();
        foreach (var member in (string[])["keys", "diffs"])
        {
            if (copy[member] is JsonArray texts)
            {
                copy[member] = new JsonArray([
                    .. texts.Select(text => (string)text!).Order(StringComparer.Ordinal).Select(text => JsonValue.Create(text)),
                ]);
            }
        }

        return copy;
    }

    public static string ShortUrn(string? urn) => urn is null ? "" : string.Join("::", urn.Split("::").TakeLast(2));

    /// <summary>The paths say what resource a request is about. A body in YAML means the same as JSON.</summary>
    private static JsonObject WithoutPlace(JsonObject write)
    {
        var copy = write.DeepClone().AsObject();
        if (copy["body"] is JsonValue text)
        {
            copy["body"] = YamlParsing.Parse((string)text!);
        }

        foreach (var member in (string[])["resource", "namespace", "name"])
        {
            copy.Remove(member);
        }

        return copy;
    }

    /// <summary>A .NET stack trace shows the program and the SDK, not the engine.</summary>
    private static JsonObject WithoutTrace(JsonObject diagnostic)
    {
        var copy = diagnostic.DeepClone().AsObject();
        copy["message"] = TraceLines().Replace((string?)copy["message"] ?? "", "").TrimEnd('\n');
        return copy;
    }

    private static IEnumerable<JsonObject> Objects(JsonArray array) => array.Select(item => item!.AsObject());

    [GeneratedRegex(@"\n +at [^\n]*|\n *--- End of [^\n]*")]
    private static partial Regex TraceLines();
}
