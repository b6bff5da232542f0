using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Checks;

/// <summary>A concern that looks at several settings together.</summary>
internal interface ISettingsCheck
{
    void Check(SettingsReview review);
}

/// <summary>The settings as a whole, read one by one without fault, now held against each other.</summary>
internal sealed class SettingsReview
{
    private static readonly ISettingsCheck[] AllChecks =
    [
        new KindCheck(), new JobCheck(), new ResourceCheck(), new ScalingCheck(), new ScalingTargetCheck(), new ScheduleCheck(), new TrafficCheck(), new LoadBalancingCheck(), new FailoverCheck(), new VersionCheck(),
        new DependencyCheck(), new EnvironmentCheck(), new VolumeCheck(), new ContainerCheck(), new PlacementCheck(), new HealthCheck(), new QosCheck(), new NameCheck(), new ObjectNameCheck(), new ReferenceCheck(),
        new MonitoringCheck(), new ObjectiveCheck(), new ClusterCheck(), new ServiceClusterCheck(), new StorageClassCheck(),
    ];

    private readonly WrittenSettings _written;
    private readonly SettingsErrors _errors;

    private SettingsReview(StackSettings settings, WrittenSettings written, string stack, SettingsErrors errors)
    {
        Stack = stack;
        Settings = settings;
        _written = written;
        _errors = errors;
        ServiceNames = [.. NamesIn(written.Root, "services")];
        ClusterNames = [.. NamesIn(written.Root, "clusters")];
    }

    public StackSettings Settings { get; }

    /// <summary>The stack's name.</summary>
    public string Stack { get; }

    /// <summary>All services of the stack, also those that could not be read.</summary>
    public IReadOnlyCollection<string> ServiceNames { get; }

    /// <summary>The clusters of the stack, if it names several; also those that could not be read.</summary>
    public IReadOnlyCollection<string> ClusterNames { get; }

    public static void Run(StackSettings settings, WrittenSettings written, string stack, SettingsErrors errors)
    {
        var review = new SettingsReview(settings, written, stack, errors);
        foreach (var check in AllChecks)
        {
            check.Check(review);
        }
    }

    public IEnumerable<ServiceUnderReview> Services() =>
        Settings.Services.Select(service => new ServiceUnderReview(this, service.Key, service.Value));

    /// <summary>
    /// An error at a setting, unless one that the judgement rests on (by default that setting itself) could not even be read.
    /// </summary>
    public void Reject(SettingsPath path, string problem, string cure, params ReadOnlySpan<SettingsPath> restsOn)
    {
        if (AreUsable(restsOn.IsEmpty ? [path] : restsOn))
        {
            _errors.Add(_written.Locate(path), path, problem, cure);
        }
    }

    public void Warn(SettingsPath path, string problem, string cure) => _errors.Warn(_written.Locate(path), path, problem, cure);

    private bool AreUsable(ReadOnlySpan<SettingsPath> paths)
    {
        foreach (var path in paths)
        {
            if (!_errors.IsUsable(path))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<string> NamesIn(SettingsNode root, string key) =>
        root is MappingNode mapping && mapping[key] is MappingNode named
            ? named.Entries.Where(entry => entry.Value is not ScalarNode { Kind: ScalarKind.Null }).Select(entry => entry.Key).Distinct(StringComparer.Ordinal)
            : [];
}

/// <summary>One service under review.</summary>
internal readonly record struct ServiceUnderReview(SettingsReview Review, string Name, ServiceSettings Settings)
{
    public SettingsPath Path => SettingsPath.Root.Key("services").Key(Name);

    public SettingsPath At(params ReadOnlySpan<string> keys)
    {
        var path = Path;
        foreach (var key in keys)
        {
            path = path.Key(key);
        }

        return path;
    }

    public void Reject(SettingsPath path, string problem, string cure, params ReadOnlySpan<SettingsPath> restsOn) =>
        Review.Reject(path, problem, cure, restsOn);
}
