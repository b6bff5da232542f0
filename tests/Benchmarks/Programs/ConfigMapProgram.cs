using System.Globalization;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;

namespace Benchmarks.Programs;

/// <summary>A program of ConfigMaps, as many as its configuration says. This assembly is the program where an engine starts it.</summary>
internal static class ConfigMapProgram
{
    /// <summary>True where an engine has started this process.</summary>
    public static bool IsStarted => Environment.GetEnvironmentVariable("PULUMI_MONITOR") is not null;

    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var count = new Config().RequireInt32("count");
            for (var i = 0; i < count; i++)
            {
                _ = new ConfigMap(
                    $"map-{i}",
                    new()
                    {
                        Metadata = new Pulumi.Kubernetes.Types.Inputs.Meta.V1.ObjectMetaArgs { Name = $"map-{i}", Namespace = "default" },
                        Data = { ["number"] = i.ToString(CultureInfo.InvariantCulture), ["text"] = "some text of a setting" },
                    }
                );
            }
        });
}
