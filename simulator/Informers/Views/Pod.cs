using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary><c>status.phase</c> of a pod.</summary>
internal enum PodPhase
{
    /// <summary>Accepted, but not all containers have started.</summary>
    Pending,

    /// <summary>Bound to a node; at least one container runs or restarts.</summary>
    Running,

    /// <summary>All containers exited with code 0 and will not restart.</summary>
    Succeeded,

    /// <summary>All containers exited, at least one with an error.</summary>
    Failed,

    /// <summary>The node cannot be reached.</summary>
    Unknown,
}

/// <summary>A pod.</summary>
internal sealed class Pod : ObjectView
{
    private const string DeletionCostAnnotation = "controller.kubernetes.io/pod-deletion-cost";

    private List<Condition>? _conditions;
    private DateTimeOffset? _startTime;
    private IReadOnlyDictionary<string, string>? _ownRequests;
    private List<(string Name, IReadOnlyDictionary<string, Quantity> Requests)>? _lastingContainers;

    /// <summary>Reads the fields that controllers and the scheduler use.</summary>
    public Pod(KubeObject source)
        : base(source)
    {
        var status = source.Body.Map("status");
        NodeName = source.Body.Text("spec", "nodeName") is { Length: > 0 } node ? node : null;
        Phase = Enum.TryParse<PodPhase>(status.Text("phase"), out var phase) ? phase : PodPhase.Pending;
        var ready = status.Objects("conditions").FirstOrDefault(c => c.Text("type") == "Ready");
        ReadyStatus = ready.Text("status");
        ReadySince = ready.Time("lastTransitionTime");
        PodIP = status.Text("podIP") is { Length: > 0 } ip ? ip : null;
    }

    /// <summary>The node the pod is bound to, or null.</summary>
    public string? NodeName { get; }

    /// <summary><c>status.phase</c>.</summary>
    public PodPhase Phase { get; }

    /// <summary>The status of the Ready condition; null without one.</summary>
    public string? ReadyStatus { get; }

    /// <summary>Whether the Ready condition is true.</summary>
    public bool IsReady => ReadyStatus == "True";

    /// <summary>When the Ready condition last changed.</summary>
    public DateTimeOffset? ReadySince { get; }

    /// <summary><c>status.podIP</c>, or null.</summary>
    public string? PodIP { get; }

    /// <summary>Whether the pod has succeeded or failed.</summary>
    public bool IsFinished => Phase is PodPhase.Succeeded or PodPhase.Failed;

    /// <summary>Whether the pod is neither finished nor being deleted.</summary>
    public bool IsActive => !IsFinished && !IsDeleting;

    /// <summary><c>spec.restartPolicy</c>.</summary>
    public string RestartPolicy => Source.Spec.Text("restartPolicy") ?? "Always";

    /// <summary><c>status.conditions</c>.</summary>
    public IReadOnlyList<Condition> Conditions => _conditions ??= StatusConditions.FromStatus(Source.Body.Map("status"));

    /// <summary><c>status.startTime</c>.</summary>
    public DateTimeOffset? StartTime => _startTime ??= Source.Body.Map("status").Time("startTime");

    /// <summary>The requests of the pod itself, beside those of its containers; empty if it has none.</summary>
    public IReadOnlyDictionary<string, string> OwnRequests => _ownRequests ??= Source.Spec.TextMap("resources", "requests");

    /// <summary>The main containers and the sidecars, with those of their requests that are valid.</summary>
    public IReadOnlyList<(string Name, IReadOnlyDictionary<string, Quantity> Requests)> LastingContainers =>
        _lastingContainers ??= [
            .. Containers
                .Concat(Source.Spec.Objects("initContainers").Where(container => container.Text("restartPolicy") == "Always"))
                .Select(container => (container.Text("name") ?? "", ReadQuantities(container.Map("resources", "requests")))),
        ];

    /// <summary>The pod deletion cost: a ReplicaSet that shrinks deletes pods with a lower cost first.</summary>
    public int DeletionCost =>
        Annotations.TryGetValue(DeletionCostAnnotation, out var text)
        && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost)
            ? cost
            : 0;

    /// <summary>The number of restarts of the container restarted most often.</summary>
    public long MaxRestarts =>
        Source.Body.Map("status").Objects("containerStatuses").Select(c => c.Number("restartCount") ?? 0).DefaultIfEmpty().Max();

    /// <summary>The names of the PersistentVolumeClaims it mounts, those of its ephemeral volumes included.</summary>
    public IEnumerable<string> ClaimNames =>
        Source.Spec.Objects("volumes").Select(volume => PodVolumes.FindClaim(Name, volume)).OfType<string>();

    /// <summary>The containers, without init containers.</summary>
    public IEnumerable<JsonObject> Containers => Source.Body.Objects("spec", "containers");

    /// <summary>Whether the pod has been ready for at least <paramref name="minReady"/>.</summary>
    public bool IsAvailable(TimeSpan minReady, DateTimeOffset now) =>
        IsReady && (minReady == TimeSpan.Zero || (ReadySince is { } since && since + minReady <= now));

    private static Dictionary<string, Quantity> ReadQuantities(JsonObject? amounts)
    {
        var quantities = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var (name, amount) in amounts ?? [])
        {
            if (amount is not null && Quantity.TryParse(amount.AsText(), out var quantity))
            {
                quantities[name] = quantity;
            }
        }

        return quantities;
    }
}
