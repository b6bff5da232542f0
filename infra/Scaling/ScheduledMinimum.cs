using System.Globalization;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
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

/// <param name="Service">The service whose autoscaler it is.</param>
/// <param name="Schedule">The minimums and their times.</param>
/// <param name="Namespace">The name of its namespace, known once it exists.</param>
internal sealed record ScheduledMinimumArgs(ServicePlan Service, ScheduledMinimums Schedule, Output<string> Namespace);

/// <summary>CronJobs that set the minimum of an autoscaler, with an account that may change this autoscaler only.</summary>
internal sealed class ScheduledMinimum : ComponentResource
{
    private const string RbacGroup = "rbac.authorization.k8s.io";
    private const string Scratch = "tmp";
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan JobTtl = TimeSpan.FromHours(1);

    private readonly ScheduledMinimumArgs _args;
    private readonly MinimumField _field;
    private readonly string _name;

    public ScheduledMinimum(ScheduledMinimumArgs args, ComponentResourceOptions options)
        : base(
            "infra:scaling:ScheduledMinimum",
            args.Service.System.ResourceName(DerivedNames.ScheduledMinimum(args.Service.Name)),
            options
        )
    {
        _args = args;
        _field = MinimumField.Of(args.Service);
        _name = DerivedNames.ScheduledMinimum(args.Service.Name);
        var account = new ServiceAccount(
            ResourceName(_name),
            new ServiceAccountArgs { Metadata = Metadata(_name), AutomountServiceAccountToken = false },
            Own()
        );
        GrantAccess(account);
        _ = new NetworkPolicy(ResourceName(_name), new NetworkPolicyArgs { Metadata = Metadata(_name), Spec = KubernetesApiOnly() }, Own());
        foreach (var (name, minimum) in args.Schedule.Minimums)
        {
            var qualified = DerivedNames.ScheduledMinimum(args.Service.Name, name);
            _ = new CronJob(
                ResourceName(qualified),
                new CronJobArgs { Metadata = Metadata(qualified), Spec = CronJobSpec(minimum, account) },
                Own()
            );
        }

        RegisterOutputs();
    }

    private void GrantAccess(ServiceAccount account)
    {
        var role = new Role(
            ResourceName(_name),
            new RoleArgs
            {
                Metadata = Metadata(_name),
                Rules = new PolicyRuleArgs
                {
                    ApiGroups = { _field.Group },
                    Resources = { _field.Resource },
                    ResourceNames = { _args.Service.Name },
                    Verbs = { "get", "patch" },
                },
            },
            Own()
        );
        _ = new RoleBinding(
            ResourceName(_name),
            new RoleBindingArgs
            {
                Metadata = Metadata(_name),
                RoleRef = new RoleRefArgs
                {
                    ApiGroup = RbacGroup,
                    Kind = "Role",
                    Name = role.Metadata.Apply(metadata => metadata.Name),
                },
                Subjects = new SubjectArgs
                {
                    Kind = "ServiceAccount",
                    Name = account.Metadata.Apply(metadata => metadata.Name),
                    Namespace = _args.Namespace,
                },
            },
            Own()
        );
    }

    private NetworkPolicySpecArgs KubernetesApiOnly() =>
        new()
        {
            PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(_name, _args.Service.System) },
            PolicyTypes = { "Ingress", "Egress" },
            Egress = new NetworkPolicyEgressRuleArgs
            {
                Ports = KubernetesApi.Ports.Select(port => new NetworkPolicyPortArgs { Protocol = "TCP", Port = port }).ToArray(),
            },
        };

    private CronJobSpecArgs CronJobSpec(ScheduledMinimumSettings minimum, ServiceAccount account) =>
        new()
        {
            Schedule = minimum.Cron,
            TimeZone = minimum.TimeZone,
            ConcurrencyPolicy = "Replace",
            StartingDeadlineSeconds = StartWithin.WholeSeconds(),
            SuccessfulJobsHistoryLimit = 1,
            FailedJobsHistoryLimit = 1,
            JobTemplate = new JobTemplateSpecArgs
            {
                Metadata = new ObjectMetaArgs { Labels = Labels() }.Annotate(ServiceAnnotations.ForService(_args.Service)),
                Spec = new JobSpecArgs
                {
                    BackoffLimit = 5,
                    ActiveDeadlineSeconds = Deadline.WholeSeconds(),
                    TtlSecondsAfterFinished = JobTtl.WholeSeconds(),
                    Template = new PodTemplateSpecArgs
                    {
                        Metadata = new ObjectMetaArgs { Labels = Labels() }.Annotate(ServiceAnnotations.ForService(_args.Service)),
                        Spec = Pod(minimum, account),
                    },
                },
            },
        };

    private PodSpecArgs Pod(ScheduledMinimumSettings minimum, ServiceAccount account)
    {
        var container = new ContainerArgs
        {
            Name = "kubectl",
            Image = _args.Schedule.Image.ToString(),
            Args = Patch(minimum.Min),
            Resources = ContainerResources.Create(ScheduledMinimums.PodResources),
            SecurityContext = PodSecurity.ForContainer(),
            VolumeMounts = new VolumeMountArgs { Name = Scratch, MountPath = "/tmp" },
        };
        var pod = new PodSpecArgs
        {
            ServiceAccountName = account.Metadata.Apply(metadata => metadata.Name),
            AutomountServiceAccountToken = true,
            EnableServiceLinks = false,
            RestartPolicy = "Never",
            SecurityContext = PodSecurity.ForPod(),
            Containers = container,
            Volumes = new VolumeArgs { Name = Scratch, EmptyDir = new EmptyDirVolumeSourceArgs() },
        };
        if (!_args.Service.PullSecrets.IsEmpty)
        {
            pod.ImagePullSecrets = _args.Service.PullSecrets.Select(name => new LocalObjectReferenceArgs { Name = name }).ToArray();
        }

        return pod;
    }

    /// <summary>
    /// Patches with kubectl's own field manager: deployments take over its fields without a conflict once the schedule is removed.
    /// </summary>
    private string[] Patch(int minimum) =>
        [
            "patch",
            _field.QualifiedResource,
            _args.Service.Name,
            $"--namespace={_args.Service.System.Namespace}",
            "--type=merge",
            string.Create(CultureInfo.InvariantCulture, $"--patch={{\"spec\":{{\"{_field.Name}\":{minimum}}}}}"),
            "--cache-dir=/tmp/kubectl",
        ];

    /// <summary>Labels that no selector of the service matches: these pods do not answer its requests.</summary>
    private Dictionary<string, string> Labels()
    {
        var labels = ServiceLabels.ForSystem(_args.Service.System);
        foreach (var (key, value) in _args.Service.Metadata.Labels(ServiceObject.Other))
        {
            labels[key] = value;
        }

        labels["app.kubernetes.io/name"] = _name;
        labels["app.kubernetes.io/component"] = "scaling";
        if (_args.Service.Owner is { } owner)
        {
            labels["infra/owner"] = owner;
        }

        return labels;
    }

    private string ResourceName(string name) => _args.Service.System.ResourceName(name);

    private ObjectMetaArgs Metadata(string name) =>
        new ObjectMetaArgs
        {
            Name = name,
            Namespace = _args.Namespace,
            Labels = Labels(),
        }.Annotate(ServiceAnnotations.ForService(_args.Service));

    private CustomResourceOptions Own() => new() { Parent = this };
}
