using System.Collections.Immutable;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Pulumi;
using Pulumi.Kubernetes.Rbac.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Backend.Stores;

/// <summary>
/// Lets the drills of some operators list the backups: only custom resources in the services' namespace say which of them are whole. They
/// have no credentials in them.
/// </summary>
internal static class DrillAccess
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    /// <summary>Grants the accounts of the drills the right.</summary>
    /// <param name="drills">The drills.</param>
    /// <param name="system">The names of the system in the services' namespace.</param>
    /// <param name="services">The services' namespace, known once it exists.</param>
    /// <param name="accounts">The namespace of the drills, known once it exists.</param>
    /// <param name="provider">The provider of the cluster.</param>
    public static void Grant(
        DrillPlan drills,
        SystemIdentity system,
        Output<string> services,
        Output<string> accounts,
        ProviderResource provider
    )
    {
        foreach (var trial in drills.Trials)
        {
            if (trial is { Client: { } account, Trial.Restoration: { } restoration })
            {
                var metadata = new StoreMetadata(trial, system, services);
                var name = metadata.ResourceName(account);
                var options = new CustomResourceOptions { Provider = provider };
                var role = new Role(
                    name,
                    new RoleArgs
                    {
                        Metadata = metadata.Create(account),
                        Rules = new PolicyRuleArgs
                        {
                            ApiGroups = restoration.Object.Group,
                            Resources = restoration.Backups,
                            Verbs = "list",
                        },
                    },
                    options
                );
                _ = new RoleBinding(
                    name,
                    new RoleBindingArgs
                    {
                        Metadata = metadata.Create(account),
                        RoleRef = new RoleRefArgs
                        {
                            ApiGroup = RbacGroup,
                            Kind = "Role",
                            Name = role.Metadata.Apply(created => created.Name),
                        },
                        Subjects = new SubjectArgs
                        {
                            Kind = "ServiceAccount",
                            Name = account,
                            Namespace = accounts,
                        },
                    },
                    options
                );
            }
        }
    }
}
