using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Rehearsals;

/// <summary>Plans what requests cost: what the scenario says of a service, and defaults for the rest.</summary>
internal sealed class BehaviourPlanner(
    RehearsalSettings settings,
    StackSettings stack,
    ImmutableArray<RehearsalSubject> subjects,
    RehearsalNotes notes
)
{
    /// <summary>How long clients wait where nothing says it.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private const double PartOfRequest = 0.5;
    private const int DefaultConcurrency = 100;
    private static readonly SettingsPath Services = SettingsPath.Root.Key("services");
    private static readonly TimeSpan DefaultCpu = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan DefaultStartUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultPull = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _called = RehearsalSubject.FindCalled(subjects);

    public IReadOnlyList<PlannedLoadedService> Plan() =>
        [.. subjects.Where(subject => subject.Plan.IsLongRunning && (subject.HasRequests || subject.Plan.PartOf is null)).Select(Plan)];

    /// <summary>The calls of a service and how often a request makes each: those of the scenario, else one of each known.</summary>
    public static IReadOnlyDictionary<string, RehearsalCallSettings> FindCalls(
        string service,
        RehearsalSettings settings,
        StackSettings stack,
        IReadOnlySet<string> called
    ) =>
        settings.Services.GetValueOrDefault(service)?.Calls
        ?? FindKnown(service, stack)
            .Where(name => name != service && called.Contains(name))
            .Distinct(StringComparer.Ordinal)
            .ToImmutableSortedDictionary(name => name, _ => new RehearsalCallSettings(), StringComparer.Ordinal);

    private static IEnumerable<string> FindKnown(string service, StackSettings stack) =>
        stack.Services.GetValueOrDefault(service) is { } known
            ? known.Calls.Select(call => call.Service).Concat(known.Uses.Select(use => use.Store))
            : [];

    private PlannedLoadedService Plan(RehearsalSubject subject)
    {
        var (name, own) = (subject.Name, settings.Services.GetValueOrDefault(subject.Name) ?? new BehaviourSettings());
        var at = Services.Key(name);
        var startUp = own.StartUp?.Time ?? DefaultStartUp;
        var pull = own.Pull ?? DefaultPull;
        var requested = subject.Plan.Resources.Requests.Memory?.ToDouble() ?? 0;
        var idle = own.Memory?.Idle?.ToDouble() ?? requested * PartOfRequest;
        notes.Note(name, "start-up", Duration.Format(startUp), at.Key("startUp"));
        notes.Note(name, "pull of its image", Duration.Format(pull), at.Key("pull"));
        notes.Note(
            name,
            "memory without requests",
            own.Memory?.Idle?.ToString() ?? $"{Math.Round(idle / 1024 / 1024)}Mi",
            at.Key("memory").Key("idle"),
            null,
            "half of its memory request"
        );
        return new PlannedLoadedService
        {
            Behaviour = PlanBehaviour(subject, own),
            StartUp = startUp,
            StartUpCpu = own.StartUp?.Cpu?.ToDouble() ?? 0,
            IdleCpu = own.Cpu?.Idle?.ToDouble() ?? 0,
            IdleMemory = idle,
            RequestMemory = own.Memory?.Request?.ToDouble() ?? 0,
            ImagePull = pull,
            Detection = subject.Plan.Traffic is { IsReachedByHaproxy: true } ? subject.Plan.DetectWithin : null,
        };
    }

    private PlannedBehaviour PlanBehaviour(RehearsalSubject subject, BehaviourSettings own)
    {
        var (name, at) = (subject.Name, Services.Key(subject.Name));
        var cpu = own.Cpu?.Mean.Value ?? DefaultCpu;
        var traffic = subject.Plan.Traffic?.Settings;
        var concurrency = own.Concurrency ?? traffic?.MaxConnections ?? DefaultConcurrency;
        if (subject.HasRequests)
        {
            notes.Note(name, "cpu per request", $"{own.Cpu?.Mean ?? new ProcessingTime(cpu)}", at.Key("cpu"));
            notes.Note(name, "latency without cpu", $"{own.Latency ?? new ProcessingTime(TimeSpan.Zero)}", at.Key("latency"));
            notes.Note(
                name,
                "cpu of 99 % of the requests",
                own.Cpu?.P99 is { } p99 ? $"at most {p99}" : "at most 4.6 times the mean",
                at.Key("cpu").Key("p99"),
                null,
                "an exponential distribution"
            );
            notes.Note(
                name,
                "concurrency",
                concurrency.ToString(CultureInfo.InvariantCulture),
                at.Key("concurrency"),
                Services.Key(name).Key("traffic").Key("maxConnections")
            );
        }

        return new PlannedBehaviour
        {
            Service = name,
            Cpu = cpu,
            CpuP99 = own.Cpu?.P99?.Value,
            Latency = own.Latency?.Value ?? TimeSpan.Zero,
            Concurrency = concurrency,
            Queue = own.Queue,
            Threads = own.Threads,
            Calls = PlanCalls(name),
            CallsInParallel = own.Parallel,
            Balancing = FindBalancing(subject),
            ConnectionLifetime = own.KeepAlive,
        };
    }

    private List<PlannedCall> PlanCalls(string service)
    {
        var at = Services.Key(service).Key("calls");
        var calls = new List<PlannedCall>();
        foreach (var (callee, call) in FindCalls(service, settings, stack, _called))
        {
            if (!_called.Contains(callee))
            {
                notes.Note(service, $"calls of {callee} per request", "none", at.Key(callee), null, "it is not in this cluster");
                continue;
            }

            notes.Note(
                service,
                $"calls of {callee} per request",
                call.PerRequest.ToString(CultureInfo.InvariantCulture),
                at.Key(callee),
                null,
                "one of each service that it calls"
            );
            notes.Note(
                service,
                $"timeout and retries of calls of {callee}",
                $"{Duration.Format(call.Timeout ?? DefaultTimeout)}, {call.Retries ?? 0}",
                at.Key(callee)
            );
            calls.Add(
                new PlannedCall(
                    callee,
                    call.PerRequest,
                    new PlannedClient(call.Timeout ?? DefaultTimeout, call.Retries ?? 0, call.BackOff ?? TimeSpan.Zero)
                )
            );
        }

        return calls;
    }

    /// <summary>Requests through HAProxy are balanced by its algorithm, others by kube-proxy.</summary>
    private static PlannedBalancing FindBalancing(RehearsalSubject subject) =>
        subject.Plan.Traffic switch
        {
            { Affinity: not null } => PlannedBalancing.Source,
            { IsReachedByHaproxy: true, Settings.Algorithm: var algorithm } => algorithm switch
            {
                BalancingAlgorithm.Random => PlannedBalancing.Random,
                BalancingAlgorithm.LeastRequest => PlannedBalancing.LeastRequest,
                BalancingAlgorithm.ClientIp => PlannedBalancing.Source,
                _ => PlannedBalancing.RoundRobin,
            },
            _ => PlannedBalancing.Random,
        };
}
