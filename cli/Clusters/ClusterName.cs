namespace Infra.Cli.Clusters;

/// <summary>Validates cluster names: DNS labels (RFC 1123), which are valid as kubeconfig contexts and as folders.</summary>
internal static class ClusterName
{
    private const int MaximumLength = 63;

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaximumLength
        && name.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-')
        && name[0] != '-'
        && name[^1] != '-';
}
