using System.Globalization;
using Infra.Backend.Cluster;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Batch.V1;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Rbac.V1;
using Pulumi.Kubernetes.Types.Inputs.Batch.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Backend.Scaling;

/// <param name="Service">Whose autoscaler it is.</param>
/// <param name="Schedule">The minimums and their times.</param>
/// <param name="Namespace">Where it is, known once it exists.</param>
internal sealed record ScheduledMinimumArgs(ServiceSpec Service, MinimumSchedule Schedule, Output<string> Namespace);

/// <summary>Sets the minimum of an autoscaler by the clock, with an account that may change this one autoscaler and nothing else.</summary>
internal sealed class ScheduledMinimum : ComponentResource
{
    /// <summary>Where an autoscaler keeps its minimum.</summary>
    public const string Path = "spec.minReplicas";

    private const string RbacGroup = "rbac.authorization.k8s.io";
    private const string Scratch = "tmp";
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(1);

    private readonly ScheduledMinimumArgs _args;
    private readonly string _name;

    public ScheduledMinimum(ScheduledMinimumArgs args, ComponentResourceOptions options)
        : base("infra:scaling:ScheduledMinimum", args.Service.System.ResourceName(NameOf(args.Service.Name)), options)
    {
        _args = args;
        _name = NameOf(args.Service.Name);
        var account = new ServiceAccount(ResourceName(_name), new ServiceAccountArgs { Metadata = Metadata(_name), AutomountServiceAccountToken = false }, Own());
        Allow(account);
        _ = new NetworkPolicy(ResourceName(_name), new NetworkPolicyArgs { Metadata = Metadata(_name), Spec = ToTheKubernetesApi() }, Own());
        foreach (var (name, minimum) in args.Schedule.Minimums)
        {
            var qualified = NameOf(args.Service.Name, name);
            _ = new CronJob(ResourceName(qualified), new CronJobArgs { Metadata = Metadata(qualified), Spec = At(minimum, account) }, Own());
        }

        RegisterOutputs();
    }

    /// <summary>What one of its pods gets.</summary>
    public static SizeSettings Resources { get; } = new()
    {
        Requests = new ResourceAmounts { Cpu = Quantity.FromMilli(10), Memory = Quantity.Parse("64Mi") },
        Limits = new ResourceAmounts { Memory = Quantity.Parse("128Mi") },
    };

    /// <summary>What its account is called.</summary>
    public static string NameOf(string service) => $"{service}-min";

    /// <summary>What the CronJob of one minimum is called.</summary>
    public static string NameOf(string service, string minimum) => $"{NameOf(service)}-{minimum}";

    private void Allow(ServiceAccount account)
    {
        var role = new Role(ResourceName(_name), new RoleArgs
        {
            Metadata = Metadata(_name),
            Rules = new PolicyRuleArgs { ApiGroups = { "autoscaling" }, Resources = { "horizontalpodautoscalers" }, ResourceNames = { _args.Service.Name }, Verbs = { "get", "patch" } },
        }, Own());
        _ = new RoleBinding(ResourceName(_name), new RoleBindingArgs
        {
            Metadata = Metadata(_name),
            RoleRef = new RoleRefArgs { ApiGroup = RbacGroup, Kind = "Role", Name = role.Metadata.Apply(metadata => metadata.Name) },
            Subjects = new SubjectArgs { Kind = "ServiceAccount", Name = account.Metadata.Apply(metadata => metadata.Name), Namespace = _args.Namespace },
        }, Own());
    }

    private NetworkPolicySpecArgs ToTheKubernetesApi() => new()
    {
        PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(_name, _args.Service.System) },
        PolicyTypes = { "Ingress", "Egress" },
        Egress = new NetworkPolicyEgressRuleArgs { Ports = KubernetesApi.Ports.Select(port => new NetworkPolicyPortArgs { Protocol = "TCP", Port = port }).ToArray() },
    };

    private CronJobSpecArgs At(ScheduledMinimumSettings minimum, ServiceAccount account) => new()
    {
        Schedule = minimum.Cron,
        TimeZone = minimum.TimeZone,
        ConcurrencyPolicy = "Replace",
        StartingDeadlineSeconds = StartWithin.WholeSeconds(),
        SuccessfulJobsHistoryLimit = 1,
        FailedJobsHistoryLimit = 1,
        JobTemplate = new JobTemplateSpecArgs
        {
            Metadata = new ObjectMetaArgs { Labels = Labels() },
            Spec = new JobSpecArgs
            {
                BackoffLimit = 5,
                ActiveDeadlineSeconds = Deadline.WholeSeconds(),
                TtlSecondsAfterFinished = KeepFor.WholeSeconds(),
                Template = new PodTemplateSpecArgs { Metadata = new ObjectMetaArgs { Labels = Labels() }, Spec = PodOf(minimum, account) },
            },
        },
    };

    private PodSpecArgs PodOf(ScheduledMinimumSettings minimum, ServiceAccount account)
    {
        var container = new ContainerArgs
        {
            Name = "kubectl",
            Image = _args.Schedule.Image.ToString(),
            Args = Patch(minimum.Min),
            Resources = Workloads.Resources.Of(Resources),
            SecurityContext = PodSecurity.OfContainer(),
            VolumeMounts = new VolumeMountArgs { Name = Scratch, MountPath = "/tmp" },
        };
        var pod = new PodSpecArgs
        {
            ServiceAccountName = account.Metadata.Apply(metadata => metadata.Name),
            AutomountServiceAccountToken = true,
            EnableServiceLinks = false,
            RestartPolicy = "Never",
            SecurityContext = PodSecurity.OfPod(),
            Containers = container,
            Volumes = new VolumeArgs { Name = Scratch, EmptyDir = new EmptyDirVolumeSourceArgs() },
        };
        if (!_args.Service.PullSecrets.IsEmpty)
        {
            pod.ImagePullSecrets = _args.Service.PullSecrets.Select(name => new LocalObjectReferenceArgs { Name = name }).ToArray();
        }

        return pod;
    }

    /// <summary>Under kubectl's own field manager, whose fields a deployment takes over: a name of another would be in conflict once the schedule is removed.</summary>
    private string[] Patch(int minimum) =>
    [
        "patch",
        "horizontalpodautoscalers.v2.autoscaling",
        _args.Service.Name,
        $"--namespace={_args.Service.System.Namespace}",
        "--type=merge",
        string.Create(CultureInfo.InvariantCulture, $"--patch={{\"spec\":{{\"minReplicas\":{minimum}}}}}"),
        "--cache-dir=/tmp/kubectl",
    ];

    /// <summary>Not those of the service: its pods answer requests, and these do not.</summary>
    private InputMap<string> Labels()
    {
        var labels = ServiceLabels.OfSystem(_args.Service.System);
        labels["app.kubernetes.io/name"] = _name;
        labels["app.kubernetes.io/component"] = "scaling";
        if (_args.Service.Owner is { } owner)
        {
            labels["infra/owner"] = owner;
        }

        return labels;
    }

    private string ResourceName(string name) => _args.Service.System.ResourceName(name);

    private ObjectMetaArgs Metadata(string name) => new() { Name = name, Namespace = _args.Namespace, Labels = Labels() };

    private CustomResourceOptions Own() => new() { Parent = this };
}

/// <summary>The minimums of an autoscaler by the clock.</summary>
/// <param name="Minimums">By name.</param>
/// <param name="Image">What sets them.</param>
internal sealed record MinimumSchedule(IReadOnlyDictionary<string, ScheduledMinimumSettings> Minimums, ImageReference Image)
{
    /// <summary>Null where the minimum is always the same.</summary>
    public static MinimumSchedule? Of(ScalingSettings? scaling, ImageDefaults images) =>
        scaling is { Schedule.Count: > 0 } ? new MinimumSchedule(scaling.Schedule, images.Kubectl.Resolve(images)) : null;
}
