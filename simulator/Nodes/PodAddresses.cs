namespace Infra.Simulator.Nodes;

/// <summary>Allocates pod addresses from the node's network, 10.244.n.0/24, in round-robin order to delay their reuse.</summary>
internal sealed class PodAddresses
{
    private const int First = 2;
    private const int Last = 254;

    private readonly Dictionary<string, int> _networks = [];
    private readonly Dictionary<string, string> _byPod = [];
    private readonly HashSet<string> _inUse = [];
    private readonly Dictionary<string, int> _next = [];

    /// <summary>Sets the network of a node.</summary>
    public void AddNode(string node, int network) => _networks[node] = network;

    /// <summary>Returns the pod's address, allocating one if there is none; null if the node's network is exhausted.</summary>
    public string? Allocate(string uid, string node, string? existing)
    {
        if (_byPod.TryGetValue(uid, out var known))
        {
            return known;
        }

        var address = existing ?? FindFree(node);
        if (address is not null)
        {
            _byPod[uid] = address;
            _inUse.Add(address);
        }

        return address;
    }

    /// <summary>Releases the address of a deleted pod.</summary>
    public void Release(string uid)
    {
        if (_byPod.Remove(uid, out var address))
        {
            _inUse.Remove(address);
        }
    }

    private string? FindFree(string node)
    {
        var network = SimulatedNodes.GetPodNetwork(_networks.GetValueOrDefault(node));
        for (var tried = First; tried <= Last; tried++)
        {
            var host = _next.GetValueOrDefault(node, First);
            _next[node] = host == Last ? First : host + 1;
            var address = $"{network}.{host}";
            if (!_inUse.Contains(address))
            {
                return address;
            }
        }

        return null;
    }
}
