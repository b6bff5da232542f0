using System.Security.Cryptography;
using System.Text;

namespace Infra.Backend.Planning;

/// <summary>The names of Kubernetes objects that are derived from the names of services and namespaces.</summary>
internal static class DerivedNames
{
    /// <summary>
    /// The longest name of a CronJob or StatefulSet: Jobs and controller revisions add 11 characters to it, and their names become labels
    /// of up to 63 characters.
    /// </summary>
    public const int OwnerLength = 52;

    /// <summary>The LimitRange of the services' namespace.</summary>
    public const string Defaults = "defaults";

    /// <summary>The ResourceQuota of the services' namespace.</summary>
    public const string Quota = "bounds";

    /// <summary>The network policy that denies all traffic in a namespace.</summary>
    public const string DenyPolicy = "default-deny";

    /// <summary>The network policy that allows DNS queries.</summary>
    public const string DnsPolicy = "allow-dns";

    /// <summary>The role and role binding of the groups that may deploy.</summary>
    public const string Deployers = "deployer";

    /// <summary>The role binding of the groups that may read.</summary>
    public const string Viewers = "viewer";

    /// <summary>The headless Service that resolves to the addresses of a workload's pods.</summary>
    public static string PodService(string workload) => $"{workload}-pods";

    /// <summary>The workload and Service of a version.</summary>
    public static string Version(string service, string version) => $"{service}-{version}";

    /// <summary>The ConfigMap and Secret with a service's files.</summary>
    public static string Files(string service) => $"{service}-files";

    /// <summary>The ConfigMap or Secret with the files of a folder.</summary>
    public static string Folder(string service, string path) => $"{service}-{FolderVolume(path)}";

    /// <summary>
    /// The volume with the files of a folder. A path of other characters than lower-case letters and digits has a checksum in its name, so
    /// that different paths have different names.
    /// </summary>
    public static string FolderVolume(string path)
    {
        const int readableLength = 40;
        const int checksumBytes = 4;
        var letters = path.Trim('/').Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-');
        var readable = string.Concat(letters.Take(readableLength)).Trim('-');
        var isWhole = path.Trim('/').All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '/');
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, checksumBytes));
        return isWhole && path.Length <= readableLength
            ? $"files-{readable}"
            : $"files-{readable}-{checksum}".Replace("--", "-", StringComparison.Ordinal);
    }

    /// <summary>The Secret with the secret variables of a service's additional containers.</summary>
    public static string ContainerSecrets(string service) => $"{service}-containers";

    /// <summary>The PersistentVolumeClaim of a volume that all pods of a service share.</summary>
    public static string Claim(string service, string volume) => $"{service}-{volume}";

    /// <summary>The network policy that lets Prometheus scrape a service.</summary>
    public static string MetricsPolicy(string service) => $"{service}-metrics";

    /// <summary>What KEDA puts before the name of the autoscaler that it makes.</summary>
    public const string KedaPrefix = "keda-hpa-";

    /// <summary>The HorizontalPodAutoscaler of a service.</summary>
    public static string Autoscaler(ServicePlan service) => service.IsScaledByKeda ? $"{KedaPrefix}{service.Name}" : service.Name;

    /// <summary>The account, role and network policy of the CronJobs that set an autoscaler's minimum.</summary>
    public static string ScheduledMinimum(string service) => $"{service}-min";

    /// <summary>The CronJob of one scheduled minimum.</summary>
    public static string ScheduledMinimum(string service, string minimum) => $"{ScheduledMinimum(service)}-{minimum}";

    /// <summary>The namespace of the drills.</summary>
    public static string DrillNamespace(string name) => $"{name}-drills";

    /// <summary>The namespace of the monitoring stack.</summary>
    public static string MonitoringNamespace(string systemNamespace) => $"{systemNamespace}-monitoring";

    /// <summary>The namespace of the monitoring agents, which need access to their nodes.</summary>
    public static string AgentsNamespace(string systemNamespace) => $"{systemNamespace}-monitoring-agents";
}
