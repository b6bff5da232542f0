using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Access;

/// <summary>The rules that a binding grants to a user.</summary>
/// <param name="Binding">The RoleBinding or ClusterRoleBinding.</param>
/// <param name="Subject">The subject of the binding that the user is.</param>
/// <param name="Rules">The rules of the bound role.</param>
internal sealed record Grant(KubeObject Binding, JsonObject Subject, PolicyRule[] Rules)
{
    /// <summary>Kind and name of the bound role if it does not exist.</summary>
    public (string Kind, string Name)? MissingRole { get; init; }

    /// <summary>The binding, the role and the subject, as in the reasons of authorization.</summary>
    public override string ToString()
    {
        var role = Binding.Body.Map("roleRef");
        var isInNamespace = Binding.Namespace.Length > 0;
        var name = isInNamespace ? $"{Binding.Name}/{Binding.Namespace}" : Binding.Name;
        return $"{(isInNamespace ? "RoleBinding" : "ClusterRoleBinding")} {GoFormat.Quote(name)} of {role.Text("kind")} "
            + $"{GoFormat.Quote(role.Text("name") ?? "")} to {DescribeSubject()}";
    }

    private string DescribeSubject()
    {
        var (kind, name) = (Subject.Text("kind"), Subject.Text("name") ?? "");
        if (kind == "ServiceAccount")
        {
            name += "/" + (Subject.Text("namespace") is { Length: > 0 } given ? given : Binding.Namespace);
        }

        return $"{kind} {GoFormat.Quote(name)}";
    }
}
