using System.Text.Json;
using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Engine.Resources;

namespace Infra.Cli.Display;

/// <summary>Every event as one line of JSON, in the members of Pulumi's own event stream.</summary>
internal sealed class JsonEventsDisplay(Stream output, bool showSecrets, TimeProvider time) : JsonDisplay(output, indented: false)
{
    private readonly JsonValues _values = new(showSecrets);
    private int _sequence;

    public override void Show(EngineEvent engineEvent)
    {
        if (engineEvent is BuildingProgramEvent)
        {
            return;
        }

        Json.WriteStartObject();
        Json.WriteNumber("sequence", _sequence++);
        Json.WriteNumber("timestamp", time.GetUtcNow().ToUnixTimeSeconds());
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
            case SummaryEvent summary:
                Json.WriteStartObject("summaryEvent");
                Json.WriteBoolean("maybeCorrupt", false);
                Json.WriteNumber("durationSeconds", (int)summary.Duration.TotalSeconds);
                WriteChanges("resourceChanges", summary);
                Json.WriteStartObject("PolicyPacks");
                Json.WriteEndObject();
                Json.WriteEndObject();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(engineEvent), engineEvent.GetType().Name, "There is no JSON for this event.");
        }

        EndLine();
        if (engineEvent is SummaryEvent)
        {
            Json.WriteStartObject();
            Json.WriteNumber("sequence", _sequence++);
            Json.WriteNumber("timestamp", time.GetUtcNow().ToUnixTimeSeconds());
            Json.WriteStartObject("cancelEvent");
            Json.WriteEndObject();
            EndLine();
        }
    }

    private static string SeverityName(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Debug => "debug",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Output => "info#err",
        _ => "info",
    };

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
        WritePolicy(violation.Policy, violation.Pack, violation.PackVersion);
        Json.WriteString("enforcementLevel", violation.Level == PolicyLevel.Mandatory ? "mandatory" : "advisory");
        if (violation.Severity != PolicySeverity.Unspecified)
        {
            Json.WriteString("severity", PolicyReport.Word(violation.Severity));
        }

        Json.WriteEndObject();
    }

    private void WriteRemediation(PolicyRemediationEvent remediation)
    {
        Json.WriteStartObject("policyRemediationEvent");
        Json.WriteString("resourceUrn", remediation.Urn.Value);
        WritePolicy(remediation.Policy, remediation.Pack, remediation.PackVersion);
        Json.WritePropertyName("before");
        Json.WriteRawValue(_values.Text(remediation.Before));
        Json.WritePropertyName("after");
        Json.WriteRawValue(_values.Text(remediation.After));
        Json.WriteEndObject();
    }

    private void WritePolicy(string policy, string pack, string version)
    {
        Json.WriteString("color", "never");
        Json.WriteString("policyName", policy);
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
