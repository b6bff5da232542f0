using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>A right for a missing account is waiting for whoever creates it.</summary>
internal sealed class RoleBindingSubject() : ClusterPolicy(new()
{
    Name = "role-binding-subject",
    Description = "RoleBindings give rights to accounts that exist.",
    RemediationSteps = "Create the ServiceAccount, or remove the subject.",
    Severity = Severity.Medium,
    Profile = Profiles.Baseline,
    Controls = [Standards.Cis("5.1.5")],
})
{
    private static readonly string[] Bindings = ["RoleBinding", "ClusterRoleBinding"];

    protected override IReadOnlyList<string> Kinds => Bindings;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        foreach (var subject in item.Root["subjects"].Items)
        {
            if (subject["kind"].Text != "ServiceAccount" || subject["name"].Text is not { Length: > 0 } name || name == "default")
                continue;
            var @namespace = subject["namespace"].Text ?? item.Namespace;
            // Other namespaces belong to other stacks.
            if (cluster.Inhabits(@namespace) && cluster.Find("ServiceAccount", @namespace, name) is null)
                context.Report(subject, $"{item} gives rights to the ServiceAccount '{name}', which does not exist in namespace '{@namespace}'");
        }
    }
}
