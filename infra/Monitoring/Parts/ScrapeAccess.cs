using Infra.Backend.Planning;
using Pulumi;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <param name="Plan">Every decision.</param>
/// <param name="Namespace">Where the services live.</param>
internal sealed record ScrapeAccessArgs(MonitoringPlan Plan, Output<string> Namespace);

/// <summary>Lets Prometheus, and nobody else, reach the measurements that services offer; their namespace denies everything that is not said.</summary>
internal sealed class ScrapeAccess : ComponentResource
{
    public ScrapeAccess(ScrapeAccessArgs args, ComponentResourceOptions options)
        : base("infra:monitoring:ScrapeAccess", args.Plan.System.ResourceName("scrape-access"), options)
    {
        foreach (var service in args.Plan.Services.Where(service => service.Metrics is not null))
        {
            var name = $"{service.Name}-metrics";
            _ = new NetworkPolicy(args.Plan.System.ResourceName(name), new NetworkPolicyArgs
            {
                Metadata = new ObjectMetaArgs { Name = name, Namespace = args.Namespace, Labels = PartNames.Labels(service.Name, args.Plan.System) },
                Spec = new NetworkPolicySpecArgs
                {
                    PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service.Name, args.Plan.System) },
                    PolicyTypes = { "Ingress" },
                    Ingress = new NetworkPolicyIngressRuleArgs
                    {
                        From = PartBoundary.PodsOf(PartNames.Prometheus, args.Plan),
                        Ports = new NetworkPolicyPortArgs { Port = service.Metrics!.Port },
                    },
                },
            }, new CustomResourceOptions { Parent = this });
        }

        RegisterOutputs();
    }
}
