using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Groups of the Kubernetes community need an annotation that approves the API.</summary>
internal static class CommunityGroups
{
    private const string Annotation = "api-approved.kubernetes.io";
    private const string Path = $"metadata.annotations[{Annotation}]";

    /// <summary>Whether a group belongs to the Kubernetes community.</summary>
    public static bool IsProtected(string group) =>
        group is "k8s.io" or "kubernetes.io"
        || group.EndsWith(".k8s.io", StringComparison.Ordinal)
        || group.EndsWith(".kubernetes.io", StringComparison.Ordinal);

    public static void Check(Candidate candidate)
    {
        var approval = candidate.Body.TextMap("metadata", "annotations").GetValueOrDefault(Annotation, "");
        if (
            !IsProtected(candidate.Spec.Text("group") ?? "")
            || IsApproved(approval)
            || (candidate.Current is { } current && GetState(current.Annotations.GetValueOrDefault(Annotation, "")) == GetState(approval))
        )
        {
            return;
        }

        if (approval.Length == 0)
        {
            candidate.Errors.Required(
                Path,
                "protected groups must have approval annotation \"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111"
            );
            return;
        }

        candidate.Errors.Invalid(
            Path,
            approval,
            $"protected groups must have approval annotation \"{Annotation}\" with either a URL or a reason starting with \"unapproved\", see https://github.com/kubernetes/enhancements/pull/1111"
        );
    }

    private static bool IsApproved(string approval) =>
        approval.StartsWith("unapproved", StringComparison.Ordinal)
        || (Cel.Functions.Url.Parse(approval) is { Scheme.Length: > 0, Host.Length: > 0 });

    private static string GetState(string approval) =>
        approval.Length == 0 ? "missing"
        : approval.StartsWith("unapproved", StringComparison.Ordinal) ? "bypassed"
        : IsApproved(approval) ? "approved"
        : "invalid";
}
