using System.Globalization;
using Infra.Engine.Events;
using Infra.Engine.Resources;

namespace Infra.Cli.Display;

/// <summary>Writes a preview as one JSON document, with the members of Pulumi's <c>preview --json</c>.</summary>
internal sealed class JsonPlanDisplay(Stream output, bool showSecrets) : JsonDisplay(output, indented: true)
{
    private readonly JsonValues _values = new(showSecrets);
    private readonly List<StepDescription> _steps = [];
    private readonly List<DiagnosticEvent> _diagnostics = [];
    private IReadOnlyDictionary<string, string> _config = new Dictionary<string, string>();
    private SummaryEvent? _summary;

    public override void Show(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case PreludeEvent { Config: var config }:
                _config = config;
                break;
            case ResourcePreEvent { Step: { IsLogical: true } or { Operation: StepOperation.Refresh } } shown when IsShown(shown.Step):
                _steps.Add(shown.Step);
                break;
            case ResourceOutputsEvent { Step: { IsLogical: false } step } when IndexOfRefresh(step) is >= 0 and var index:
                _steps[index] = Complete(_steps[index], step);
                break;

            // A step that completes has outputs, so it replaces the planned one.
            case ResourceOutputsEvent { Step: var step } when IndexOf(step) is >= 0 and var index:
                _steps[index] = step;
                break;
            case DiagnosticEvent { Severity: not DiagnosticSeverity.Debug } diagnostic:
                _diagnostics.Add(diagnostic);
                break;
            case PolicyViolationEvent violation:
                _diagnostics.Add(
                    new DiagnosticEvent(
                        violation.Level == PolicyLevel.Mandatory ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
                        violation.Urn,
                        $"[{violation.Policy}] {violation.Message}"
                    )
                );
                break;
            case SummaryEvent summary:
                _summary = summary;
                break;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        Write();
        await Json.FlushAsync();
        await base.DisposeAsync();
    }

    private int IndexOf(StepDescription step) =>
        _steps.FindIndex(planned => planned.Urn == step.Urn && planned.Operation == step.Operation);

    private int IndexOfRefresh(StepDescription step) =>
        _steps.FindIndex(planned => planned.Urn == step.Urn && planned.Operation == StepOperation.Refresh);

    // As in Pulumi, the refresh before an update is shown with the state before it, and one by itself with its result.
    private static StepDescription Complete(StepDescription refresh, StepDescription completed) =>
        completed.Operation is StepOperation.Update or StepOperation.Delete ? completed : refresh with { Drift = completed.Drift };

    // Unchanged resources are only counted, except for the stack.
    private static bool IsShown(StepDescription step) =>
        !IsDefaultProvider(step) && (step.Operation != StepOperation.Same || step.Type == Urn.StackType);

    private static bool IsDefaultProvider(StepDescription step) =>
        step.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal)
        && step.Urn.Name.StartsWith("default", StringComparison.Ordinal);

    private void Write()
    {
        Json.WriteStartObject();
        if (_config.Count > 0)
        {
            Json.WriteStartObject("config");
            foreach (var (key, value) in _config)
            {
                Json.WriteString(key, value);
            }

            Json.WriteEndObject();
        }

        Json.WriteStartArray("steps");
        _steps.ForEach(WriteStep);
        Json.WriteEndArray();
        if (_diagnostics.Count > 0)
        {
            Json.WriteStartArray("diagnostics");
            _diagnostics.ForEach(WriteDiagnostic);
            Json.WriteEndArray();
        }

        if (_summary is { } summary)
        {
            Json.WriteNumber("duration", summary.Duration.Ticks * TimeSpan.NanosecondsPerTick);
            WriteChanges("changeSummary", summary);
        }

        Json.WriteEndObject();
    }

    private void WriteStep(StepDescription step)
    {
        Json.WriteStartObject();
        Json.WriteString("op", step.Operation.Name());
        Json.WriteString("urn", step.Urn.Value);
        if ((step.New ?? step.Old)?.Provider is { } provider)
        {
            Json.WriteString("provider", provider.ToString());
        }

        WriteState("oldState", step.Old);
        WriteState("newState", step.New);
        WriteTexts("replaceReasons", step.ReplaceKeys);
        WriteTexts("diffReasons", step.Operation == StepOperation.Update ? step.ChangedKeys : []);
        WriteDetailedDiff(step, "kind");
        WriteDrift(step, _values);
        Json.WriteEndObject();
    }

    private void WriteState(string name, ResourceState? state)
    {
        if (state is not null)
        {
            Json.WritePropertyName(name);
            _values.Write(Json, state);
        }
    }

    private void WriteDiagnostic(DiagnosticEvent diagnostic)
    {
        var severity =
            diagnostic.Severity == DiagnosticSeverity.Output
                ? "info"
                : diagnostic.Severity.ToString().ToLower(CultureInfo.InvariantCulture);
        Json.WriteStartObject();
        if (!diagnostic.Urn.IsEmpty)
        {
            Json.WriteString("urn", diagnostic.Urn.Value);
        }

        var hasPrefix = diagnostic.Severity is DiagnosticSeverity.Error or DiagnosticSeverity.Warning;
        Json.WriteString("message", hasPrefix ? $"{severity}: {diagnostic.Message}" : diagnostic.Message);
        Json.WriteString("severity", severity);
        Json.WriteEndObject();
    }
}
