namespace Infra.Cli.Clusters;

/// <summary>Names of clusters follow Kubernetes' rule for DNS labels (RFC 1123), so that they serve as context names and folders alike.</summary>
internal static class ClusterName
{
    private const int MaximumLength = 63;

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaximumLength
        && name.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-')
        && name[0] != '-' && name[^1] != '-';
}
