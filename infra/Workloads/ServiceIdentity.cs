using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Rbac.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Backend.Workloads;

/// <param name="Service">The service.</param>
/// <param name="Namespace">The name of its namespace, known once it exists.</param>
/// <param name="Account">The metadata of its ServiceAccount.</param>
/// <param name="Metadata">Creates the metadata of its Role and RoleBinding.</param>
internal sealed record ServiceIdentityArgs(
    ServicePlan Service,
    Output<string> Namespace,
    ObjectMetaArgs Account,
    Func<ObjectMetaArgs> Metadata
);

/// <summary>The ServiceAccount of a service, unless it uses an existing one, with its rights in the namespace.</summary>
internal sealed class ServiceIdentity
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    public ServiceIdentity(ServiceIdentityArgs args, CustomResourceOptions options)
    {
        var (service, account) = (args.Service, args.Service.Account);
        Name = account.Existing is { } existing ? Output.Create(existing) : CreateAccount(args, options);
        if (account.Rules.IsEmpty)
        {
            return;
        }

        var role = new Role(
            service.System.ResourceName(service.Name),
            new RoleArgs { Metadata = args.Metadata(), Rules = account.Rules.Select(Rule).ToArray() },
            options
        );
        Binding = new RoleBinding(
            service.System.ResourceName(service.Name),
            new RoleBindingArgs
            {
                Metadata = args.Metadata(),
                RoleRef = new RoleRefArgs
                {
                    ApiGroup = RbacGroup,
                    Kind = "Role",
                    Name = role.Metadata.Apply(metadata => metadata.Name),
                },
                Subjects = new SubjectArgs
                {
                    Kind = "ServiceAccount",
                    Name = Name,
                    Namespace = args.Namespace,
                },
            },
            options
        );
    }

    /// <summary>The account's name, known once it exists.</summary>
    public Output<string> Name { get; }

    /// <summary>The binding that grants its rights; null if it has none.</summary>
    public RoleBinding? Binding { get; }

    private static Output<string> CreateAccount(ServiceIdentityArgs args, CustomResourceOptions options)
    {
        var account = new ServiceAccountArgs { Metadata = args.Account, AutomountServiceAccountToken = false };
        if (!args.Service.Account.PullSecrets.IsEmpty)
        {
            account.ImagePullSecrets = args
                .Service.Account.PullSecrets.Select(name => new LocalObjectReferenceArgs { Name = name })
                .ToArray();
        }

        var created = new ServiceAccount(args.Service.System.ResourceName(args.Service.Name), account, options);
        return created.Metadata.Apply(metadata => metadata.Name);
    }

    private static PolicyRuleArgs Rule(AccessRuleSettings rule)
    {
        var args = new PolicyRuleArgs
        {
            ApiGroups = rule.ApiGroups,
            Resources = rule.Resources,
            Verbs = rule.Verbs,
        };
        if (!rule.ResourceNames.IsEmpty)
        {
            args.ResourceNames = rule.ResourceNames;
        }

        return args;
    }
}
