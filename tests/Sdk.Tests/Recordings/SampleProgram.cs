using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Autoscaling.V2;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using K8s = Pulumi.Kubernetes;

namespace Sdk.Tests.Recordings;

/// <summary>The program of <c>sample.*.jsonl</c>.</summary>
public class SampleProgram : Stack
{
    public SampleProgram()
    {
        var config = new Config("app");
        var appName = config.Get("name") ?? "demo";
        var replicas = config.GetInt32("replicas") ?? 2;
        var provider = new K8s.Provider("k8s", new K8s.ProviderArgs { EnableServerSideApply = true });
        var opts = new CustomResourceOptions { Provider = provider };
        var labels = new InputMap<string> { { "app", appName } };

        var ns = new K8s.Core.V1.Namespace(
            "ns",
            new NamespaceArgs
            {
                Metadata = new ObjectMetaArgs { Name = appName, Labels = labels },
            },
            opts
        );

        var deployment = new K8s.Apps.V1.Deployment(
            "deployment",
            new DeploymentArgs
            {
                Metadata = new ObjectMetaArgs
                {
                    Name = appName,
                    Namespace = ns.Metadata.Apply(m => m.Name),
                    Labels = labels,
                },
                Spec = new DeploymentSpecArgs
                {
                    Replicas = replicas,
                    Selector = new LabelSelectorArgs { MatchLabels = labels },
                    Template = new PodTemplateSpecArgs
                    {
                        Metadata = new ObjectMetaArgs { Labels = labels },
                        Spec = new PodSpecArgs
                        {
                            Containers =
                            {
                                new ContainerArgs
                                {
                                    Name = appName,
                                    Image = Output.Format($"registry.local/{ns.Id}/{appName}:latest"),
                                    Ports = { new ContainerPortArgs { ContainerPortValue = 8080 } },
                                    Resources = new ResourceRequirementsArgs { Requests = { { "cpu", "100m" }, { "memory", "128Mi" } } },
                                },
                            },
                        },
                    },
                },
            },
            new CustomResourceOptions { Provider = provider, DependsOn = { ns } }
        );

        var service = new K8s.Core.V1.Service(
            "service",
            new ServiceArgs
            {
                Metadata = new ObjectMetaArgs { Name = appName, Namespace = ns.Metadata.Apply(m => m.Name) },
                Spec = new ServiceSpecArgs
                {
                    Type = "ClusterIP",
                    Selector = labels,
                    Ports =
                    {
                        new ServicePortArgs { Port = 80, TargetPort = 8080 },
                    },
                },
            },
            opts
        );

        _ = new K8s.Autoscaling.V2.HorizontalPodAutoscaler(
            "hpa",
            new HorizontalPodAutoscalerArgs
            {
                Metadata = new ObjectMetaArgs { Name = appName, Namespace = ns.Metadata.Apply(m => m.Name) },
                Spec = new HorizontalPodAutoscalerSpecArgs
                {
                    MinReplicas = 2,
                    MaxReplicas = 5,
                    ScaleTargetRef = new CrossVersionObjectReferenceArgs
                    {
                        ApiVersion = deployment.ApiVersion,
                        Kind = deployment.Kind,
                        Name = deployment.Metadata.Apply(m => m.Name),
                    },
                    Metrics =
                    {
                        new MetricSpecArgs
                        {
                            Type = "Resource",
                            Resource = new ResourceMetricSourceArgs
                            {
                                Name = "cpu",
                                Target = new MetricTargetArgs { Type = "Utilization", AverageUtilization = 70 },
                            },
                        },
                    },
                },
            },
            opts
        );

        Namespace = ns.Metadata.Apply(m => m.Name);
        ServiceName = service.Metadata.Apply(m => m.Name);
        Token = Output.CreateSecret("s3cr3t");
    }

    [Output]
    public Output<string> Namespace { get; set; }

    [Output("serviceName")]
    public Output<string> ServiceName { get; set; }

    [Output]
    public Output<string> Token { get; set; }
}
