using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of role bindings and certificate requests.</summary>
internal static class AccessTables
{
    public static readonly ITableLayout RoleBindings = CreateBindings("RoleBinding", "roleBinding");

    public static readonly ITableLayout ClusterRoleBindings = CreateBindings("ClusterRoleBinding", "clusterRoleBinding");

    public static readonly ITableLayout CertificateSigningRequests = new TableLayout(
        Name,
        Age,
        Text("SignerName", item => item.Spec.Text("signerName") is { Length: > 0 } signer ? signer : None)
            .From("certificates.v1.CertificateSigningRequestSpec.signerName"),
        Text("Requestor", item => item.Spec.Text("username")).From("certificates.v1.CertificateSigningRequestSpec.request"),
        Text("RequestedDuration", item =>
                item.Spec.Number("expirationSeconds") is { } seconds ? HumanDuration.Format(TimeSpan.FromSeconds(seconds)) : None
            )
            .From("certificates.v1.CertificateSigningRequestSpec.expirationSeconds"),
        Text("Condition", RequestState).From("certificates.v1.CertificateSigningRequestStatus.conditions")
    );

    private static TableLayout CreateBindings(string kind, string nameInDescriptions) =>
        new(
            Name,
            Text("Role", item => $"{item.Body.Text("roleRef", "kind")}/{item.Body.Text("roleRef", "name")}")
                .From($"rbac.v1.{kind}.roleRef"),
            Age,
            Text("Users", item => Subjects(item, "User"), 1).As($"Users in the {nameInDescriptions}"),
            Text("Groups", item => Subjects(item, "Group"), 1).As($"Groups in the {nameInDescriptions}"),
            Text("ServiceAccounts", item => Subjects(item, "ServiceAccount"), 1).As($"ServiceAccounts in the {nameInDescriptions}")
        );

    private static string Subjects(KubeObject binding, string kind) =>
        string.Join(
            ", ",
            binding
                .Body.Objects("subjects")
                .Where(subject => subject.Text("kind") == kind)
                .Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name"))
        );

    private static string RequestState(KubeObject request)
    {
        var conditions = request.Status.Objects("conditions").Select(condition => condition.Text("type")).ToHashSet();
        return (
                conditions.Contains("Denied") ? "Denied"
                : conditions.Contains("Approved") ? "Approved"
                : "Pending"
            )
            + (conditions.Contains("Failed") ? ",Failed" : "")
            + (request.Status.Text("certificate") is { Length: > 0 } ? ",Issued" : "");
    }
}
