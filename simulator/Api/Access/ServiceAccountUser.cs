using Infra.Kubernetes;

namespace Infra.Simulator.Api.Access;

/// <summary>The user names and groups of service accounts and nodes.</summary>
internal static class ServiceAccountUser
{
    public const string PodName = "authentication.kubernetes.io/pod-name";
    public const string PodUid = "authentication.kubernetes.io/pod-uid";
    public const string NodeName = "authentication.kubernetes.io/node-name";
    public const string NodeUid = "authentication.kubernetes.io/node-uid";
    public const string CredentialId = "authentication.kubernetes.io/credential-id";

    private const string Prefix = "system:serviceaccount:";
    private const string NodePrefix = "system:node:";

    public static string GetUserName(string inNamespace, string name) => $"{Prefix}{inNamespace}:{name}";

    public static IReadOnlyList<string> GetGroups(string inNamespace) =>
        ["system:serviceaccounts", $"system:serviceaccounts:{inNamespace}"];

    /// <summary>Returns the namespace and the name of the service account with this user name; null for other users.</summary>
    public static (string Namespace, string Name)? Parse(string userName) =>
        userName.StartsWith(Prefix, StringComparison.Ordinal)
        && userName[Prefix.Length..].Split(':') is [var inNamespace, var name]
        && !ObjectNames.LabelProblems(inNamespace).Any()
        && !ObjectNames.SubdomainProblems(name).Any()
            ? (inNamespace, name)
            : null;

    /// <summary>Returns the name of the node with this user name; null for other users.</summary>
    public static string? ParseNode(string userName) =>
        userName.StartsWith(NodePrefix, StringComparison.Ordinal) && !ObjectNames.SubdomainProblems(userName[NodePrefix.Length..]).Any()
            ? userName[NodePrefix.Length..]
            : null;
}
