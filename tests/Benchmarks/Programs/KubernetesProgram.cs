using System.Globalization;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Benchmarks.Programs;

/// <summary>The measurements that the program prints.</summary>
/// <param name="Cpu">CPU time since the start of the process.</param>
/// <param name="RetainedBytes">The size of the heap when everything is registered.</param>
internal sealed record ProgramFigures(TimeSpan Cpu, long RetainedBytes)
{
    public static ProgramFigures Measure()
    {
        var cpu = Environment.CpuUsage.TotalTime;
        return new(cpu, GC.GetTotalMemory(forceFullCollection: true));
    }

    public static ProgramFigures Parse(string line)
    {
        var parts = line.Trim().Split(' ');
        return new(
            TimeSpan.FromTicks(long.Parse(parts[0], CultureInfo.InvariantCulture)),
            long.Parse(parts[1], CultureInfo.InvariantCulture)
        );
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Cpu.Ticks} {RetainedBytes}");
}

/// <summary>The measured program: Kubernetes resources that alternate between ConfigMap, Service and Deployment.</summary>
internal static class KubernetesProgram
{
    /// <summary>The argument that makes this assembly run as the measured program.</summary>
    public const string Verb = "run-program";

    public static async Task<int> RunAsync(int count)
    {
        var resources = new Resource[count];
        var exitCode = await Deployment.RunAsync(() =>
        {
            for (var i = 0; i < count; i++)
            {
                resources[i] = Make(i);
            }
        });
        Console.WriteLine(ProgramFigures.Measure());
        GC.KeepAlive(resources);
        return exitCode;
    }

    private static CustomResource Make(int index)
    {
        var name = $"service-{index}";
        var labels = new InputMap<string> { ["app.kubernetes.io/name"] = name, ["app.kubernetes.io/part-of"] = "shop" };
        var metadata = new ObjectMetaArgs
        {
            Name = name,
            Namespace = "shop",
            Labels = labels,
        };
        return (index % 3) switch
        {
            0 => new Pulumi.Kubernetes.Core.V1.ConfigMap(
                name,
                new() { Metadata = metadata, Data = { ["mode"] = "plain", ["level"] = "info" } }
            ),
            1 => new Pulumi.Kubernetes.Core.V1.Service(
                name,
                new()
                {
                    Metadata = metadata,
                    Spec = new ServiceSpecArgs
                    {
                        Selector = labels,
                        Ports = new ServicePortArgs
                        {
                            Name = "http",
                            Port = 80,
                            TargetPort = "http",
                        },
                    },
                }
            ),
            _ => new Pulumi.Kubernetes.Apps.V1.Deployment(name, new() { Metadata = metadata, Spec = Workload(name, labels) }),
        };
    }

    private static DeploymentSpecArgs Workload(string name, InputMap<string> labels) =>
        new()
        {
            Replicas = 2,
            Selector = new LabelSelectorArgs { MatchLabels = labels },
            Template = new PodTemplateSpecArgs
            {
                Metadata = new ObjectMetaArgs { Labels = labels },
                Spec = new PodSpecArgs
                {
                    AutomountServiceAccountToken = false,
                    Containers = new ContainerArgs
                    {
                        Name = name,
                        Image = "registry.example.com/shop/service:1.0.0",
                        Ports = new ContainerPortArgs { Name = "http", ContainerPortValue = 8080 },
                        Resources = new ResourceRequirementsArgs
                        {
                            Requests = { ["cpu"] = "100m", ["memory"] = "128Mi" },
                            Limits = { ["memory"] = "128Mi" },
                        },
                        ReadinessProbe = new ProbeArgs
                        {
                            HttpGet = new HTTPGetActionArgs { Path = "/ready", Port = "http" },
                            PeriodSeconds = 5,
                        },
                    },
                },
            },
        };
}
