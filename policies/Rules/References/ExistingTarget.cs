using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>An object must refer to objects that exist.</summary>
/// <param name="details">The policy's name, description and defaults.</param>
/// <param name="kinds">The kinds of the referring objects; empty for every kind.</param>
/// <param name="getReferences">Returns the references to validate.</param>
internal sealed class ExistingTarget(
    PolicyDetails details,
    string[] kinds,
    Func<KubernetesObject, Cluster, IEnumerable<Reference>> getReferences
) : ClusterPolicy(details)
{
    private const string Default = "default";

    /// <summary>The kind from which KEDA makes an autoscaler.</summary>
    private const string ScaledObject = "ScaledObject.keda.sh";

    public static IEnumerable<Policy> All =>
        [
            new ExistingTarget(
                new()
                {
                    Name = "autoscaler-target",
                    Description = "Autoscalers scale workloads that exist.",
                    RemediationSteps = "Make scaleTargetRef name a workload of the same namespace.",
                    Severity = Severity.High,
                    Profile = Profiles.Baseline,
                },
                ["HorizontalPodAutoscaler", ScaledObject],
                GetScaleTarget
            ),
            // Most ClusterRoles come with the cluster or with other stacks.
            new ExistingTarget(
                new()
                {
                    Name = "role-binding-role",
                    Description = "RoleBindings bind Roles that exist.",
                    RemediationSteps = "Create the Role in the binding's namespace, or name another.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Baseline,
                },
                ["RoleBinding"],
                (item, _) =>
                    item.Root["roleRef"] is var role && role["kind"].Text == "Role"
                        ? [new Reference(role, "binds the Role", "Role", item.Namespace, role["name"].Text)]
                        : []
            ),
            // Anyone who creates the missing account gets its rights.
            new ExistingTarget(
                new()
                {
                    Name = "role-binding-subject",
                    Description = "RoleBindings grant rights to accounts that exist.",
                    RemediationSteps = "Create the ServiceAccount, or remove the subject.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Baseline,
                    Controls = [Standards.Cis("5.1.5")],
                },
                ["RoleBinding", "ClusterRoleBinding"],
                GetSubjects
            ),
            new ExistingTarget(
                new()
                {
                    Name = "service-account-exists",
                    Description = "Pods run as a ServiceAccount that exists.",
                    RemediationSteps = "Create the ServiceAccount in the pods' namespace, or name another.",
                    Severity = Severity.High,
                    Profile = Profiles.Baseline,
                },
                [],
                (item, _) =>
                    item.Pods?.Spec["serviceAccountName"] is { Text: { } name } account && name != Default
                        ? [new Reference(account, "runs as the ServiceAccount", "ServiceAccount", item.Namespace, name)]
                        : []
            ),
        ];

    protected override IReadOnlyList<string> Kinds => kinds;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        foreach (var reference in getReferences(item, cluster))
        {
            if (reference.Name is { Length: > 0 } name && cluster.Find(reference.Kind, reference.Namespace, name) is null)
            {
                context.Report(
                    reference.Place,
                    $"{item} {reference.Verb} '{name}', which does not exist in namespace '{reference.Namespace}'"
                );
            }
        }
    }

    private static IEnumerable<Reference> GetScaleTarget(KubernetesObject item, Cluster cluster)
    {
        var target = item.Spec["scaleTargetRef"];
        var group = target["apiVersion"].Text is { } version && version.Split('/') is [var written, _] ? written : "";
        var usual = item.QualifiedKind == ScaledObject ? "Deployment" : "";
        if ((target["kind"].Text is { Length: > 0 } stated ? stated : usual) is { Length: > 0 } kind)
        {
            yield return new Reference(
                target,
                $"scales {kind}",
                KubernetesObject.Qualify(kind, group),
                item.Namespace,
                target["name"].Text
            );
        }
    }

    private static IEnumerable<Reference> GetSubjects(KubernetesObject item, Cluster cluster) =>
        from subject in item.Root["subjects"].Items
        where subject["kind"].Text == "ServiceAccount" && subject["name"].Text != Default
        let @namespace = subject["namespace"].Text ?? item.Namespace

        // Namespaces without an object of this stack belong to other stacks.
        where cluster.HasNamespace(@namespace)
        select new Reference(subject, "grants rights to the ServiceAccount", "ServiceAccount", @namespace, subject["name"].Text);
}

/// <summary>A reference to an object by name.</summary>
/// <param name="Place">The property that refers.</param>
/// <param name="Verb">What the object does with the target, for the message.</param>
/// <param name="Kind">The target's qualified kind.</param>
/// <param name="Namespace">The namespace in which the target must exist.</param>
/// <param name="Name">The target's name; null or empty if none is written.</param>
internal sealed record Reference(PropertyNode Place, string Verb, string Kind, string Namespace, string? Name);
