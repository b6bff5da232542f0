using Infra.Backend.Settings;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that node ports belong to exposed Services, and that no two Services of a cluster have the same. Within a Service a node port may
/// serve one port of each transport.
/// </summary>
internal sealed class NodePortCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        var owners = new Dictionary<(string? Cluster, int Port), (string Service, HashSet<string> Transports)>();
        foreach (var service in review.Services())
        {
            foreach (var port in DeclaredPort.InPod(service.Settings))
            {
                if (port.Settings.NodePort is { } nodePort)
                {
                    CheckExposure(service, port);
                    CheckIsFree(service, port, nodePort, owners);
                }
            }
        }
    }

    private static void CheckExposure(ServiceUnderReview service, DeclaredPort port)
    {
        if (service.Exposure is not (Exposure.NodePort or Exposure.LoadBalancer))
        {
            service.Reject(
                PortCheck.At(service, port, "nodePort"),
                "a Service that is reachable inside the cluster only has no node ports",
                "write 'traffic: {expose: nodePort}', or remove it",
                PortCheck.At(service, port, "nodePort"),
                service.At("traffic", "expose")
            );
        }
        else if (port.Service is null)
        {
            service.Reject(
                PortCheck.At(service, port, "nodePort"),
                "the Service does not have this port of the sidecar",
                "write its port of the Service, such as 'service: 80', or remove it"
            );
        }
    }

    private static void CheckIsFree(
        ServiceUnderReview service,
        DeclaredPort port,
        int nodePort,
        Dictionary<(string? Cluster, int Port), (string Service, HashSet<string> Transports)> owners
    )
    {
        foreach (var cluster in service.Review.Settings.TargetClusters().Where(cluster => cluster.Includes(service.Settings)))
        {
            var (owner, transports) = owners.GetValueOrDefault((cluster.Key, nodePort), (service.Name, []));
            owners[(cluster.Key, nodePort)] = (owner, transports);
            if (owner != service.Name || !transports.Add(port.Protocol.Transport()))
            {
                service.Reject(
                    PortCheck.At(service, port, "nodePort"),
                    $"'{owner}' already has the node port {nodePort}",
                    "choose another, or remove it: the cluster then chooses a free one"
                );
                return;
            }
        }
    }
}
