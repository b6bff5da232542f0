using System.Text.Json;
using Infra.Engine.Events;
using Infra.Engine.Resources;

namespace Infra.Cli.Display;

/// <summary>Writes each event as one line of JSON, with the members of Pulumi's event stream (docs/json-events.md).</summary>
internal sealed class JsonEventsDisplay(Stream output, bool showSecrets, TimeProvider time) : JsonDisplay(output, indented: false)
{
    private readonly JsonValues _values = new(showSecrets);
    private int _sequence;

    public override void Show(EngineEvent engineEvent)
    {
        if (engineEvent is BuildingProgramEvent or WaitingForBuildEvent)
        {
            return;
        }

        BeginLine();
        switch (engineEvent)
        {
            case PreludeEvent { Config: var config }:
                Json.WriteStartObject("preludeEvent");
                Json.WriteStartObject("config");
                foreach (var (key, value) in config)
                {
                    Json.WriteString(key, value);
                }

                Json.WriteEndObject();
                Json.WriteEndObject();
                break;
            case ResourcePreEvent { Step: var step, IsPlanned: var planned }:
                WriteStep("resourcePreEvent", step, planned);
                break;
            case ResourceOutputsEvent { Step: var step, IsPlanned: var planned }:
                WriteStep("resOutputsEvent", step, planned);
                break;
            case ResourceFailedEvent { Step: var step }:
                WriteStep("resOpFailedEvent", step, planned: false);
                break;
            case DiagnosticEvent diagnostic:
                WriteDiagnostic(diagnostic.Urn, diagnostic.Message, SeverityName(diagnostic.Severity), ephemeral: false);
                break;
            case ProgressStatusEvent status:
                WriteDiagnostic(status.Urn, status.Message, "info", ephemeral: true);
                break;
            case PolicyViolationEvent violation:
                WriteViolation(violation);
                break;
            case PolicyRemediationEvent remediation:
                WriteRemediation(remediation);
                break;
            case PolicyLoadEvent:
                Json.WriteStartObject("policyLoadEvent");
                Json.WriteEndObject();
                break;
            case PolicySummaryEvent summary:
                WritePolicySummary(summary);
                break;
            case SummaryEvent summary:
                Json.WriteStartObject("summaryEvent");
                Json.WriteBoolean("maybeCorrupt", summary.IsUncertain);
                Json.WriteNumber("durationSeconds", (int)summary.Duration.TotalSeconds);
                WriteChanges("resourceChanges", summary);
                Json.WriteStartObject("PolicyPacks");
                foreach (var pack in summary.PolicyPacks)
                {
                    // Pulumi's key for a pack on the local disk.
                    Json.WriteString($"{pack.Name}|local|{pack.Path}", pack.Version);
                }

                Json.WriteEndObject();
                Json.WriteBoolean("isPreview", summary.IsPreview);
                Json.WriteString("result", ResultName(summary.Result));
                Json.WriteEndObject();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(engineEvent), engineEvent.GetType().Name, "There is no JSON for this event.");
        }

        EndLine();
    }

    /// <summary>Ends the stream with an event that says so.</summary>
    public override async ValueTask DisposeAsync()
    {
        BeginLine();
        Json.WriteStartObject("cancelEvent");
        Json.WriteEndObject();
        EndLine();
        await base.DisposeAsync();
    }

    private static string SeverityName(DiagnosticSeverity severity) =>
        severity switch
        {
            DiagnosticSeverity.Debug => "debug",
            DiagnosticSeverity.Warning => "warning",
            DiagnosticSeverity.Error => "error",
            DiagnosticSeverity.Output => "info#err",
            _ => "info",
        };

    private static string ResultName(OperationResult result) =>
        result switch
        {
            OperationResult.Succeeded => "succeeded",
            OperationResult.Cancelled => "canceled",
            _ => "failed",
        };

    private void BeginLine()
    {
        Json.WriteStartObject();
        Json.WriteNumber("sequence", _sequence++);
        Json.WriteNumber("timestamp", time.GetUtcNow().ToUnixTimeSeconds());
    }

    private void EndLine()
    {
        Json.WriteEndObject();
        Json.Flush();
        Output.WriteByte((byte)'\n');
        Output.Flush();
        Json.Reset();
    }

    private void WriteStep(string name, StepDescription step, bool planned)
    {
        Json.WriteStartObject(name);
        Json.WriteStartObject("metadata");
        Json.WriteString("op", step.Operation.Name());
        Json.WriteString("urn", step.Urn.Value);
        Json.WriteString("type", step.Type);
        WriteState("old", step.Old);
        WriteState("new", step.New);
        WriteTexts("keys", step.ReplaceKeys);
        WriteTexts("diffs", step.ChangedKeys);
        WriteDetailedDiff(step, "diffKind");
        WriteDrift(step, _values);
        Json.WriteBoolean("logical", step.IsLogical);
        Json.WriteString("provider", (step.New ?? step.Old)?.Provider?.ToString() ?? "");
        Json.WriteEndObject();
        if (planned)
        {
            Json.WriteBoolean("planning", true);
        }

        Json.WriteEndObject();
    }

    private void WriteState(string name, ResourceState? state)
    {
        if (state is null)
        {
            Json.WriteNull(name);
        }
        else
        {
            Json.WritePropertyName(name);
            _values.Write(Json, state);
        }
    }

    private void WriteViolation(PolicyViolationEvent violation)
    {
        Json.WriteStartObject("policyEvent");
        if (!violation.Urn.IsEmpty)
        {
            Json.WriteString("resourceUrn", violation.Urn.Value);
        }

        Json.WriteString("message", violation.Message);
        Json.WriteString("color", "never");
        Json.WriteString("policyName", violation.Policy);
        WritePack(violation.Pack, violation.PackVersion);
        Json.WriteString("enforcementLevel", violation.Level == PolicyLevel.Mandatory ? "mandatory" : "advisory");
        if (violation.Severity != PolicySeverity.Unspecified)
        {
            Json.WriteString("severity", PolicyReport.SeverityName(violation.Severity));
        }

        Json.WriteEndObject();
    }

    private void WriteRemediation(PolicyRemediationEvent remediation)
    {
        Json.WriteStartObject("policyRemediationEvent");
        Json.WriteString("resourceUrn", remediation.Urn.Value);
        Json.WriteString("color", "never");
        Json.WriteString("policyName", remediation.Policy);
        WritePack(remediation.Pack, remediation.PackVersion);
        Json.WritePropertyName("before");
        _values.Write(Json, remediation.Before);
        Json.WritePropertyName("after");
        _values.Write(Json, remediation.After);
        Json.WriteEndObject();
    }

    private void WritePolicySummary(PolicySummaryEvent summary)
    {
        Json.WriteStartObject(
            summary.Scope switch
            {
                PolicyScope.Resource => "policyAnalyzeSummaryEvent",
                PolicyScope.Remediation => "policyRemediateSummaryEvent",
                _ => "policyAnalyzeStackSummaryEvent",
            }
        );
        if (summary.Scope != PolicyScope.Stack)
        {
            Json.WriteString("resourceUrn", summary.Urn.Value);
        }

        WritePack(summary.Pack, summary.PackVersion);
        WriteTexts("passed", summary.Passed);
        WriteTexts("failed", summary.Failed);
        Json.WriteEndObject();
    }

    private void WritePack(string pack, string version)
    {
        Json.WriteString("policyPackName", pack);
        Json.WriteString("policyPackVersion", version);
        Json.WriteString("policyPackVersionTag", version);
    }

    private void WriteDiagnostic(Urn urn, string message, string severity, bool ephemeral)
    {
        Json.WriteStartObject("diagnosticEvent");
        if (!urn.IsEmpty)
        {
            Json.WriteString("urn", urn.Value);
        }

        Json.WriteString("message", message);
        Json.WriteString("color", "never");
        Json.WriteString("severity", severity);
        if (ephemeral)
        {
            Json.WriteBoolean("ephemeral", true);
        }

        Json.WriteEndObject();
    }
}
