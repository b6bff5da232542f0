using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Events;

/// <summary>Publishes events one at a time, redacts configuration secrets in their texts and counts completed steps.</summary>
internal sealed class EventPublisher : IProviderLog
{
    /// <summary>Shorter secrets occur in ordinary text, so redacting them would only garble the output.</summary>
    private const int MinimumSecretLength = 3;

    private readonly Lock _gate = new();
    private readonly Action<EngineEvent> _receiver;
    private readonly SecretMask _mask;
    private readonly StepRedaction _steps;
    private readonly bool _isPreview;
    private readonly SortedDictionary<StepOperation, int> _changes = [];

    public EventPublisher(Action<EngineEvent> receiver, IReadOnlyList<string> secrets, bool isPreview)
    {
        _receiver = receiver;
        _mask = new SecretMask(secrets, MinimumSecretLength);
        _steps = new StepRedaction(_mask);
        _isPreview = isPreview;
    }

    /// <summary>The number of resources per completed operation.</summary>
    public IReadOnlyDictionary<StepOperation, int> Changes
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<StepOperation, int>(_changes);
            }
        }
    }

    public void Publish(EngineEvent engineEvent)
    {
        lock (_gate)
        {
            _receiver(engineEvent);
        }
    }

    /// <summary>Publishes the start of a step.</summary>
    public void Begin(StepDescription step) => Publish(new ResourcePreEvent(_steps.Apply(step), _isPreview));

    /// <summary>Publishes the result of a step.</summary>
    public void Complete(StepDescription step) => Publish(new ResourceOutputsEvent(_steps.Apply(step), _isPreview));

    /// <summary>Publishes the failure of a step. As in Pulumi, a planned step only has its diagnostic.</summary>
    public void Fail(StepDescription step)
    {
        if (!_isPreview)
        {
            Publish(new ResourceFailedEvent(_steps.Apply(step)));
        }
    }

    /// <summary>
    /// Counts a completed step; not those on default providers, the parts of a replacement, and reads that found nothing new.
    /// </summary>
    public void Count(StepDescription step)
    {
        var isCounted =
            step.IsLogical
            && !IsDefaultProvider(step.Urn)
            && (step.Operation is not (StepOperation.Read or StepOperation.ReadReplacement) || HasNewOutputs(step));
        if (!isCounted)
        {
            return;
        }

        lock (_gate)
        {
            _changes[step.Operation] = _changes.GetValueOrDefault(step.Operation) + 1;
        }
    }

    public void Diagnose(DiagnosticSeverity severity, Urn urn, string message, bool forbidsUpdate = false) =>
        Publish(new DiagnosticEvent(severity, urn, Redact(message)) { ForbidsUpdate = forbidsUpdate });

    /// <summary>Publishes a violation. Its message is redacted: packs read the configuration and may quote it.</summary>
    public void Violate(PolicyViolationEvent violation) => Publish(violation with { Message = Redact(violation.Message) });

    /// <summary>Publishes a remediation.</summary>
    public void Remediate(PolicyRemediationEvent remediation) =>
        Publish(remediation with { Before = _steps.Apply(remediation.Before), After = _steps.Apply(remediation.After) });

    /// <inheritdoc/>
    public void Debug(Urn urn, string message) => Diagnose(DiagnosticSeverity.Debug, urn, message);

    /// <inheritdoc/>
    public void Error(Urn urn, string message) => Diagnose(DiagnosticSeverity.Error, urn, message);

    /// <inheritdoc/>
    public void Info(Urn urn, string message) => Diagnose(DiagnosticSeverity.Info, urn, message);

    /// <inheritdoc/>
    public void Warning(Urn urn, string message) => Diagnose(DiagnosticSeverity.Warning, urn, message);

    /// <inheritdoc/>
    public void Status(Urn urn, string message) => Publish(new ProgressStatusEvent(urn, Redact(message)));

    private static bool HasNewOutputs(StepDescription step) => step is { Old: { } old, New: { } read } && !old.Outputs.Equals(read.Outputs);

    private static bool IsDefaultProvider(Urn urn) =>
        ProviderType.IsProvider(urn.Type) && (urn.Name == "default" || urn.Name.StartsWith("default_", StringComparison.Ordinal));

    private string Redact(string message) => _mask.Apply(message);
}
