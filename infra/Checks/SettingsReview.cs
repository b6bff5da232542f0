using Infra.Backend.Checks.K3s;
using Infra.Backend.Checks.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Common;

namespace Infra.Backend.Checks;

/// <summary>A check of settings that depend on each other.</summary>
internal interface ISettingsCheck
{
    void Check(SettingsReview review);
}

/// <summary>Checks bound settings against each other.</summary>
internal sealed record SettingsReview
{
    /// <summary>Every implementation of <see cref="ISettingsCheck"/>.</summary>
    internal static readonly ISettingsCheck[] AllChecks =
    [
        new ServiceCountCheck(),
        new KindCheck(),
        new JobCheck(),
        new JobPolicyCheck(),
        new RolloutCheck(),
        new DisruptionCheck(),
        new ResourceCheck(),
        new ExtendedResourceCheck(),
        new ScalingCheck(),
        new ScalingTargetCheck(),
        new ScaleToZeroCheck(),
        new ScheduleCheck(),
        new PortCheck(),
        new NodePortCheck(),
        new TrafficCheck(),
        new ServiceFieldCheck(),
        new AdditionalServiceCheck(),
        new HostNameCheck(),
        new LoadBalancingCheck(),
        new IngressCheck(),
        new FailoverCheck(),
        new VersionCheck(),
        new DependencyCheck(),
        new OrderCheck(),
        new EnvironmentCheck(),
        new VariableSourceCheck(),
        new VariableReferenceCheck(),
        new LiteralAddressCheck(),
        new MountCheck(),
        new FileCheck(),
        new ObjectSizeCheck(),
        new VolumeCheck(),
        new VolumeKindCheck(),
        new HugePagesVolumeCheck(),
        new VolumeMountCheck(),
        new ProjectedVolumeCheck(),
        new SharedVolumeCheck(),
        new StatefulCheck(),
        new ContainerCheck(),
        new ImageBuildCheck(),
        new ProcessCheck(),
        new PodCheck(),
        new SecurityCheck(),
        new PodSecurityCheck(),
        new PrivilegedPortCheck(),
        new MetadataCheck(),
        new ServiceAccountCheck(),
        new AccessRuleCheck(),
        new PlacementCheck(),
        new NodeCheck(),
        new SpreadCheck(),
        new HealthCheck(),
        new ProbeCheck(),
        new QosCheck(),
        new NameCheck(),
        new ReferenceCheck(),
        new MonitoringCheck(),
        new ObjectiveCheck(),
        new ClusterCheck(),
        new NodePoolCheck(),
        new K3sCheck(),
        new K3sHostCheck(),
        new K3sAccessCheck(),
        new K3sPortCheck(),
        new K3sAddonCheck(),
        new K3sNeedCheck(),
        new K3sCredentialCheck(TimeProvider.System),
        new ServiceClusterCheck(),
        new StorageClassCheck(),
        new StoreCheck(),
        new StoreFormCheck(),
        new StoreOperatorCheck(),
        new StoreMetricsCheck(),
        new StoreRotationCheck(),
        new StoreAdoptionCheck(),
        new ExternalSecretCheck(),
        new StoreNameCheck(),
        new StoreUseCheck(),
        new StoreVariableCheck(),
        new StoreExtensionCheck(),
        new StoreDatabaseCheck(),
        new StoreClusterCheck(),
        new StoreBackupCheck(),
        new QueueScalingCheck(),
    ];

    private const string OtherDefaults = ", or move it from 'defaults.all' to the defaults of the kinds that it suits";

    private readonly WrittenSettings _written;
    private readonly SettingsErrors _bound;

    private SettingsReview(StackSettings settings, WrittenSettings written, SettingsSources sources, SettingsErrors bound)
    {
        Sources = sources;
        Settings = settings;
        _written = written;
        _bound = bound;
        Found = bound;
        ServiceNames = [.. NamesIn(written.Root, "services")];
        ClusterNames = [.. NamesIn(written.Root, "clusters")];
        StoreNames = [.. NamesIn(written.Root, "stores")];
    }

    public StackSettings Settings { get; }

    /// <summary>What the check finds that this review is for.</summary>
    private SettingsErrors Found { get; init; }

    /// <summary>The stack's name.</summary>
    public string Stack => Sources.Stack;

    /// <summary>The files that the settings come from.</summary>
    public SettingsSources Sources { get; }

    /// <summary>The names of all services, including those that could not be bound.</summary>
    public IReadOnlyCollection<string> ServiceNames { get; }

    /// <summary>The keys of <c>clusters</c>, including those of clusters that could not be bound.</summary>
    public IReadOnlyCollection<string> ClusterNames { get; }

    /// <summary>The names of all stores, including those that could not be bound.</summary>
    public IReadOnlyCollection<string> StoreNames { get; }

    /// <summary>Runs all checks, several at a time. The errors are in the order of the checks.</summary>
    public static void Run(StackSettings settings, WrittenSettings written, SettingsSources sources, SettingsErrors errors)
    {
        var review = new SettingsReview(settings, written, sources, errors);
        var found = new SettingsErrors[AllChecks.Length];
        ParallelWork.Run(Enumerable.Range(0, AllChecks.Length), i => found[i] = review.Find(AllChecks[i]));
        foreach (var part in found)
        {
            errors.AddFindings(part);
        }
    }

    public IEnumerable<ServiceUnderReview> Services() =>
        Settings.Services.Select(service => new ServiceUnderReview(this, service.Key, service.Value));

    /// <summary>
    /// Adds an error at a setting, unless one of the settings it depends on (by default that setting itself) could not be bound.
    /// </summary>
    public void Reject(SettingsPath path, string problem, string cure, params ReadOnlySpan<SettingsPath> dependsOn)
    {
        if (AreUsable(dependsOn.IsEmpty ? [path] : dependsOn))
        {
            Found.Add(
                _written.Locate(path),
                path,
                problem,
                _written.FindDefault(path) == DefaultSettings.All ? $"{cure}{OtherDefaults}" : cure
            );
        }
    }

    /// <summary>Adds an error at the stack's own file, for a setting that belongs there and is missing.</summary>
    public void RejectInStackFile(SettingsPath path, string problem, string cure, params ReadOnlySpan<SettingsPath> dependsOn)
    {
        if (AreUsable(dependsOn))
        {
            Found.Add(new Location(Sources.StackFile.Name, Sources.StackFile.Text is null ? null : 1), path, problem, cure);
        }
    }

    /// <summary>Whether a setting is written, not as the short form of its parent.</summary>
    public bool IsWritten(SettingsPath path) => _written.Has(path);

    /// <summary>Whether two settings are written in the same file.</summary>
    public bool AreTogether(SettingsPath one, SettingsPath other) => _written.Find(one)?.File == _written.Find(other)?.File;

    public void Warn(SettingsPath path, string problem, string cure) => Found.Warn(_written.Locate(path), path, problem, cure);

    private SettingsErrors Find(ISettingsCheck check)
    {
        var own = this with { Found = new SettingsErrors() };
        check.Check(own);
        return own.Found;
    }

    private bool AreUsable(ReadOnlySpan<SettingsPath> paths)
    {
        foreach (var path in paths)
        {
            if (!_bound.IsUsable(path))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<string> NamesIn(SettingsNode root, string key) =>
        root is MappingNode mapping && mapping[key] is MappingNode names
            ? names
                .Entries.Where(entry => entry.Value is not ScalarNode { Kind: ScalarKind.Null })
                .Select(entry => entry.Key)
                .Distinct(StringComparer.Ordinal)
            : [];
}

/// <summary>A service whose settings are checked.</summary>
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

    /// <summary>How it is exposed; null if it has no port.</summary>
    public Exposure? Exposure =>
        Settings.MainProtocol is { } protocol ? Settings.Traffic.ResolveExposure(Review.Settings.LoadBalancing.Backend, protocol) : null;

    public void Reject(SettingsPath path, string problem, string cure, params ReadOnlySpan<SettingsPath> dependsOn) =>
        Review.Reject(path, problem, cure, dependsOn);

    /// <summary>Rejects the name of another service that does not exist.</summary>
    public void RejectUnknown(string service, SettingsPath path)
    {
        var own = Name;
        if (Review.StoreNames.Contains(service))
        {
            Reject(path, $"'{service}' is a store", $"write 'uses: [{service}]' at the service, and remove it here");
            return;
        }

        Reject(path, $"there is no service '{service}'", Suggestion.For(service, [.. Review.ServiceNames.Where(name => name != own)]));
    }
}
