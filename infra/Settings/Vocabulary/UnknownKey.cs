using System.Collections.Frozen;
using Infra.Backend.Settings.Binding;
using Infra.Common;

namespace Infra.Backend.Settings.Vocabulary;

/// <summary>What a key that a record does not have was probably meant to be.</summary>
/// <param name="Cure">The cure, for the message.</param>
/// <param name="Meant">The setting of the record that the key stands for; null if it stands for none.</param>
internal sealed record UnknownKey(string Cure, string? Meant)
{
    private const int ShortList = 12;

    private static readonly FrozenDictionary<Type, FrozenDictionary<string, ForeignWord>> Words = new Dictionary<Type, ForeignWord[]>
    {
        [typeof(StackSettings)] = RecordWords.Stack,
        [typeof(ServiceSettings)] = ServiceWords.All,
        [typeof(ContainerSettings)] = ServiceWords.Container,
        [typeof(VersionSettings)] = ServiceWords.All,
        [typeof(ImageSettings)] = RecordWords.Image,
        [typeof(BuildSettings)] = RecordWords.Build,
        [typeof(HealthSettings)] = RecordWords.Health,
        [typeof(ProbeSettings)] = RecordWords.Probe,
        [typeof(ShutdownSettings)] = RecordWords.Shutdown,
        [typeof(ResourceSettings)] = RecordWords.Resources,
        [typeof(SizeSettings)] = RecordWords.Resources,
        [typeof(ScalingSettings)] = RecordWords.Scaling,
        [typeof(TrafficSettings)] = TrafficWords.Traffic,
        [typeof(LoadBalancingSettings)] = TrafficWords.LoadBalancing,
        [typeof(AdditionalServiceSettings)] = TrafficWords.AdditionalService,
        [typeof(AdditionalPortSettings)] = TrafficWords.AdditionalPort,
        [typeof(VolumeSettings)] = RecordWords.Volume,
        [typeof(StackVolumeSettings)] = RecordWords.Volume,
        [typeof(VolumeMountSettings)] = RecordWords.VolumeMount,
        [typeof(ProjectedSourceSettings)] = RecordWords.ProjectedSource,
        [typeof(EnvironmentSettings)] = RecordWords.Environment,
        [typeof(JobSettings)] = RecordWords.Job,
        [typeof(ScheduleSettings)] = RecordWords.Schedule,
        [typeof(PlacementSettings)] = RecordWords.Placement,
        [typeof(ScalingRules)] = PodWords.ScalingRules,
        [typeof(RolloutSettings)] = PodWords.Rollout,
        [typeof(DisruptionBudgetSettings)] = PodWords.DisruptionBudget,
        [typeof(ResourceAmounts)] = PodWords.Amounts,
        [typeof(LifecycleSettings)] = PodWords.Lifecycle,
        [typeof(HookSettings)] = PodWords.Hook,
        [typeof(DnsSettings)] = PodWords.Dns,
        [typeof(NodeAffinitySettings)] = PodWords.NodeAffinity,
        [typeof(PreferredNodeSettings)] = PodWords.PreferredNode,
        [typeof(NeighbourSettings)] = PodWords.Neighbour,
        [typeof(SpreadSettings)] = PodWords.Spread,
        [typeof(TolerationSettings)] = PodWords.Toleration,
        [typeof(RuntimeSettings)] = PodWords.Runtime,
        [typeof(PatchSettings)] = RecordWords.Patch,
        [typeof(ClusterSettings)] = RecordWords.Cluster,
        [typeof(MemberClusterSettings)] = RecordWords.Cluster,
    }.ToFrozenDictionary(entry => entry.Key, entry => Index(entry.Value));

    private static readonly SettingsType Service = SettingsType.Get(typeof(ServiceSettings));

    /// <summary>Explains a key that a record does not have.</summary>
    public static UnknownKey Explain(SettingsType type, string key) =>
        FindInOtherSpelling(type, key)
        ?? FindForeign(type, key)
        ?? FindOfService(type, key)
        ?? FindBelow(type, key)
        ?? (SimilarName.Find(key, type.Keys) is { } nearest ? new UnknownKey($"did you mean '{nearest}'?", nearest) : null)
        ?? new UnknownKey(ListKeys(type), null);

    /// <summary>The word of Compose, Helm or Kubernetes; null if it is none at this level.</summary>
    public static ForeignWord? FindWord(Type record, string key) => Words.GetValueOrDefault(record)?.GetValueOrDefault(Normalize(key));

    /// <summary>Our own word with other case, dashes or underscores: <c>fault_tolerance</c>.</summary>
    private static UnknownKey? FindInOtherSpelling(SettingsType type, string key) =>
        type.Keys.FirstOrDefault(own => Normalize(own) == Normalize(key)) is { } own ? new UnknownKey($"write '{own}'", own) : null;

    private static UnknownKey? FindForeign(SettingsType type, string key) =>
        FindWord(type.Type, key) is { } word && (word.Setting.Length == 0 || word.IsKnown(type) || Service[key] is null)
            ? new UnknownKey(word.Cure(type), word.Meant(type))
            : null;

    /// <summary>A setting of a service, or a foreign word for one, at the top level of the catalogue or in a container.</summary>
    private static UnknownKey? FindOfService(SettingsType type, string key)
    {
        if (type.Type == typeof(StackSettings))
        {
            var own = Service[key] is null ? FindWord(Service.Type, key)?.Cure(Service) : $"write '{key}: …'";
            return own is null ? null : new UnknownKey($"{own} in a service: 'services: {{<name>: {{…}}}}'", null);
        }

        return Service[key] is not null && type.Type == typeof(ContainerSettings)
            ? new UnknownKey($"a container beside the service has no '{key}'; known here: {string.Join(", ", type.Keys)}", null)
            : null;
    }

    /// <summary>A setting of a record that this one contains: <c>requests</c> belongs under <c>resources</c>.</summary>
    private static UnknownKey? FindBelow(SettingsType type, string key)
    {
        string[] parents =
        [
            .. type
                .Properties.Where(property => property is { ItemType: null, ValueType: null } && ScalarType.Find(property.Type) is null)
                .Where(property => property.Type != type.Type && SettingsType.Get(property.Type)[key] is not null)
                .Select(property => property.Key),
        ];
        return parents.Length is 0 or > 3
            ? null
            : new UnknownKey($"write it under {string.Join(" or ", parents.Select(parent => $"'{parent}'"))}", parents[0]);
    }

    /// <summary>The keys of a record, or where they are documented if they are many.</summary>
    public static string ListKeys(SettingsType type) =>
        type.Keys.Count <= ShortList
            ? $"known here: {string.Join(", ", type.Keys)}"
            : "docs/catalogue/README.md lists the settings; an editor completes them with stacks/schema.json";

    private static FrozenDictionary<string, ForeignWord> Index(ForeignWord[] words) =>
        words
            .SelectMany(word => word.Words.Split(' ').Select(key => (Key: Normalize(key), word)))
            .ToFrozenDictionary(entry => entry.Key, entry => entry.word);

    private static string Normalize(string key) => string.Concat(key.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
