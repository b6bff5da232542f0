using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Planning;

/// <summary>A Kubernetes object that a plan, or the operator of a store, creates in the namespace of the services.</summary>
/// <param name="Kind">The object's kind.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Owner">The service it belongs to; null if it belongs to the whole namespace.</param>
/// <param name="Setting">The setting that it results from.</param>
internal sealed record PlannedObject(string Kind, string Name, string? Owner, SettingsPath Setting)
{
    /// <summary>What has it, for messages; null for the owner itself.</summary>
    public string? Holder { get; init; }

    /// <summary>Whether its name is not its service's, but derived from it.</summary>
    public bool IsDerived => Owner is not null && Name != Owner;

    /// <summary>
    /// Lists the objects of a plan, apart from those of the Gateway API: there is one of each kind for a service, with the service's name.
    /// </summary>
    public static IEnumerable<PlannedObject> List(ClusterPlan plan) =>
        [
            .. ListShared(plan),
            .. plan.Stores.SelectMany(List),
            .. plan.Services.SelectMany(List),
            .. plan.Settings.Monitoring.Mode == MonitoringMode.Off ? [] : plan.Services.SelectMany(ListScrapePolicies),
        ];

    /// <summary>Lists the objects that a service or version creates itself.</summary>
    public static IEnumerable<PlannedObject> List(ServicePlan service)
    {
        var at = GetSetting(service);
        (string Kind, string Name, SettingsPath Setting, bool Exists)[] objects =
        [
            ("ServiceAccount", service.Name, at, service.Account.Existing is null),
            ("Role", service.Name, at.Key("serviceAccount"), !service.Account.Rules.IsEmpty),
            ("RoleBinding", service.Name, at.Key("serviceAccount"), !service.Account.Rules.IsEmpty),
            (GetWorkloadKind(service.Kind), service.Name, at, true),
            ("NetworkPolicy", service.Name, at, service.Version is null),
            ("ConfigMap", service.Name, at.Key("env"), !service.Environment.IsEmpty),
            ("Secret", service.Name, at.Key("env"), !service.Secrets.IsEmpty),
            ("Secret", DerivedNames.ContainerSecrets(service.Name), at, !service.ContainerSecrets.IsEmpty),
            ("ConfigMap", DerivedNames.Files(service.Name), GetFilesSetting(service), HasSingleFiles(service, isSecret: false)),
            ("Secret", DerivedNames.Files(service.Name), GetFilesSetting(service), HasSingleFiles(service, isSecret: true)),
            ("Service", service.Name, at, service.Traffic is not null),
            ("Service", DerivedNames.PodService(service.Name), at, service.HasPodService),
            (
                "Service",
                DerivedNames.Version(service.Name, ServiceVersion.Stable),
                at.Key("versions"),
                service.Traffic is { Versions.IsEmpty: false }
            ),
            ("Ingress", service.Name, at.Key("traffic"), service.Traffic is { Ingress: not null }),
            ("HorizontalPodAutoscaler", DerivedNames.Autoscaler(service), at.Key("scaling"), service.Replicas.IsAutoscaled),
            ("ScaledObject", service.Name, at.Key("scaling"), service.IsScaledByKeda),
            .. service
                .Queues.Select(queue => queue.Authentication)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Select(name => ("TriggerAuthentication", name, at.Key("scaling"), true)),
            ("PodDisruptionBudget", service.Name, at, service.HasDisruptionBudget),
        ];
        var claims = service.SharedVolumes.Select(volume => new PlannedObject(
            "PersistentVolumeClaim",
            DerivedNames.Claim(service.Name, volume.Key),
            service.Name,
            at.Key("volumes").Key(volume.Key)
        ));
        var services = (service.Traffic?.Additional ?? []).Select(additional => new PlannedObject(
            "Service",
            additional.Name,
            service.Name,
            at.Key("traffic").Key("services").Key(additional.Name)
        ));
        var folders = service
            .Files.Where(file => file.IsFolder)
            .Select(folder => new PlannedObject(
                folder.IsSecret ? "Secret" : "ConfigMap",
                DerivedNames.Folder(service.Name, folder.Path),
                service.Name,
                GetFilesSetting(service).Key(folder.Path)
            ));
        return
        [
            .. objects.Where(item => item.Exists).Select(item => new PlannedObject(item.Kind, item.Name, service.Name, item.Setting)),
            .. claims,
            .. folders,
            .. services,
            .. service.ScheduledMinimums is { } schedule ? ListScheduled(service, schedule, at.Key("scaling").Key("schedule")) : [],
        ];
    }

    private static IEnumerable<PlannedObject> List(StorePlan store)
    {
        var at = SettingsPath.Root.Key("stores").Key(store.Name);
        return
        [
            .. ListOfOperator(store, at),
            .. store.HasData
                ? [new PlannedObject("ConfigMap", StoreNames.Record(store.Name), store.Name, at)]
                : Array.Empty<PlannedObject>(),
            .. store.Credentials.Select(credential => new PlannedObject("Secret", credential.Secret, store.Name, at)
            {
                Holder = DescribeUser(store, credential),
            }),
            .. store.NeedsAwsSecret
                ? [new PlannedObject("Secret", StoreNames.AwsSecret(store.Name), store.Name, at)]
                : Array.Empty<PlannedObject>(),
            .. store.Objects.Select(item => new PlannedObject(item.Kind, item.Name, store.Name, at)),
            .. store.Objects.Where(item => item.HasSecret).Select(item => new PlannedObject("Secret", item.Name, store.Name, at)),
            .. (store.Operator?.GetNetwork(store.Name).Groups ?? []).Select(
                (_, position) => new PlannedObject("NetworkPolicy", StoreNames.Policy(store.Name, position), store.Name, at)
            ),
        ];
    }

    /// <summary>What the operator of a store creates under names of its own.</summary>
    private static IEnumerable<PlannedObject> ListOfOperator(StorePlan store, SettingsPath at)
    {
        if (store.Operator?.Facts is not { } facts)
        {
            return [];
        }

        return Name("Secret", facts.Secrets).Concat(Name("Service", facts.Services));

        IEnumerable<PlannedObject> Name(string kind, IEnumerable<string> suffixes) =>
            suffixes.Select(suffix => new PlannedObject(kind, $"{store.Name}-{suffix}", store.Name, at) { Holder = facts.Name });
    }

    private static string DescribeUser(StorePlan store, DrawnCredential credential) =>
        credential.Service is not { } service ? $"the administrator of '{store.Name}'"
        : store.Users.Any(user => user.Service == service) ? $"the user of the service '{service}'"
        : $"the exporter of '{store.Name}'";

    private static IEnumerable<PlannedObject> ListShared(ClusterPlan plan)
    {
        var settings = plan.Settings;
        var access = SettingsPath.Root.Key("access");
        (string Kind, string Name, SettingsPath Setting, bool Exists)[] objects =
        [
            ("NetworkPolicy", DerivedNames.DenyPolicy, SettingsPath.Root, true),
            ("NetworkPolicy", DerivedNames.DnsPolicy, SettingsPath.Root, true),
            ("LimitRange", DerivedNames.Defaults, SettingsPath.Root, settings.Sizes.ContainsKey(ResourceSettings.DefaultSize)),
            ("ResourceQuota", DerivedNames.Quota, SettingsPath.Root, NamespaceQuota.Create(plan.Services, settings) is not null),
            ("Role", DerivedNames.Deployers, access.Key("deployers"), !settings.Access.Deployers.IsEmpty),
            ("RoleBinding", DerivedNames.Deployers, access.Key("deployers"), !settings.Access.Deployers.IsEmpty),
            ("RoleBinding", DerivedNames.Viewers, access.Key("viewers"), !settings.Access.Viewers.IsEmpty),
            (
                "Ingress",
                LoadBalancingSettings.Name,
                SettingsPath.Root.Key("loadBalancing").Key("defaultBackend"),
                plan.Services.Any(service => LoadBalancingPlanner.IsDefaultBackend(settings.LoadBalancing, service.Name))
            ),
        ];
        var claims = settings.Volumes.Keys.Select(name => new PlannedObject(
            "PersistentVolumeClaim",
            name,
            null,
            SettingsPath.Root.Key("volumes").Key(name)
        ));
        return
        [
            .. objects.Where(item => item.Exists).Select(item => new PlannedObject(item.Kind, item.Name, null, item.Setting)),
            .. claims,
        ];
    }

    private static IEnumerable<PlannedObject> ListScheduled(ServicePlan service, ScheduledMinimums schedule, SettingsPath at)
    {
        var name = DerivedNames.ScheduledMinimum(service.Name);
        return
        [
            .. new[] { "ServiceAccount", "Role", "RoleBinding", "NetworkPolicy" }.Select(kind => new PlannedObject(
                kind,
                name,
                service.Name,
                at
            )),
            .. schedule.Minimums.Keys.Select(minimum => new PlannedObject(
                "CronJob",
                DerivedNames.ScheduledMinimum(service.Name, minimum),
                service.Name,
                at.Key(minimum)
            )),
        ];
    }

    private static IEnumerable<PlannedObject> ListScrapePolicies(ServicePlan service) =>
        service is { Metrics: not null, Version: null }
            ? [new("NetworkPolicy", DerivedNames.MetricsPolicy(service.Name), service.Name, GetSetting(service).Key("metrics"))]
            : [];

    private static bool HasSingleFiles(ServicePlan service, bool isSecret) =>
        service.Files.Any(file => !file.IsFolder && file.IsSecret == isSecret);

    /// <summary>The files of the load balancer are not a setting.</summary>
    private static SettingsPath GetFilesSetting(ServicePlan service) =>
        service.Name == LoadBalancingSettings.Name ? GetSetting(service) : GetSetting(service).Key("files");

    private static SettingsPath GetSetting(ServicePlan service) =>
        service switch
        {
            { PartOf: { } store } => SettingsPath.Root.Key("stores").Key(store),
            { Name: LoadBalancingSettings.Name } => SettingsPath.Root.Key("loadBalancing"),
            { Version: { } version } => SettingsPath.Root.Key("services").Key(version.Service).Key("versions").Key(version.Name),
            _ => SettingsPath.Root.Key("services").Key(service.Name),
        };

    private static string GetWorkloadKind(ServiceKind kind) =>
        kind switch
        {
            ServiceKind.Stateful => "StatefulSet",
            ServiceKind.Daemon => "DaemonSet",
            ServiceKind.Job => "Job",
            ServiceKind.Cron => "CronJob",
            _ => "Deployment",
        };
}
