using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments;

/// <summary>Hands events on one at a time, blinds configuration secrets in their texts and counts what was done.</summary>
internal sealed class EventPublisher(Action<EngineEvent> receiver, IReadOnlyList<string> secrets, bool isPreview) : IProviderLog
{
    private const string Blind = "[secret]";

    /// <summary>Texts this short occur everywhere: to blind them would only garble the output.</summary>
    private const int ShortestSecret = 3;

    private readonly Lock _gate = new();
    private readonly string[] _secrets = [.. secrets.Where(secret => secret.Length >= ShortestSecret).OrderByDescending(secret => secret.Length)];
    private readonly SortedDictionary<StepOperation, int> _changes = [];

    /// <summary>How many resources each operation was done to.</summary>
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
            receiver(engineEvent);
        }
    }

    public void Pre(StepDescription step) => Publish(new ResourcePreEvent(step, isPreview));

    public void Outputs(StepDescription step) => Publish(new ResourceOutputsEvent(step, isPreview));

    public void Failed(StepDescription step) => Publish(new ResourceFailedEvent(step));

    /// <summary>Counts a step that was done.</summary>
    public void Count(StepDescription step)
    {
        var isCounted = step.IsLogical && !IsDefaultProvider(step.Urn)
            && (step.Operation is not (StepOperation.Read or StepOperation.ReadReplacement) || step.Old is not null);
        if (!isCounted)
        {
            return;
        }

        lock (_gate)
        {
            _changes[step.Operation] = _changes.GetValueOrDefault(step.Operation) + 1;
        }
    }

    public void Diagnose(DiagnosticSeverity severity, Urn urn, string message) => Publish(new DiagnosticEvent(severity, urn, Filter(message)));

    /// <summary>Tells of a violation. Packs may have written configuration into their message.</summary>
    public void Violate(PolicyViolationEvent violation) => Publish(violation with { Message = Filter(violation.Message) });

    /// <inheritdoc/>
    public void Info(Urn urn, string message) => Diagnose(DiagnosticSeverity.Info, urn, message);

    /// <inheritdoc/>
    public void Warning(Urn urn, string message) => Diagnose(DiagnosticSeverity.Warning, urn, message);

    /// <inheritdoc/>
    public void Status(Urn urn, string message) => Publish(new ProgressStatusEvent(urn, Filter(message)));

    internal static bool IsDefaultProvider(Urn urn) =>
        ProviderType.IsProvider(urn.Type) && (urn.Name == "default" || urn.Name.StartsWith("default_", StringComparison.Ordinal));

    private string Filter(string message) =>
        _secrets.Aggregate(message, (text, secret) => text.Replace(secret, Blind, StringComparison.Ordinal));
}
