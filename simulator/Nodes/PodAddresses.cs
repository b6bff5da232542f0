namespace Infra.Simulator.Nodes;

/// <summary>Gives pods addresses of their node's network, 10.244.n.0/24, in turn, so that an address is not soon used again.</summary>
internal sealed class PodAddresses
{
    private const int First = 2;
    private const int Last = 254;

    private readonly Dictionary<string, int> _networks = [];
    private readonly Dictionary<string, string> _byPod = [];
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, int> _next = [];

    /// <summary>Names the network of a node.</summary>
    public void AddNode(string node, int network) => _networks[node] = network;

    /// <summary>The address of a pod: the one it has, or a free one. Null where the node's network is used up.</summary>
    public string? Of(string uid, string node, string? present)
    {
        if (_byPod.TryGetValue(uid, out var known))
            return known;
        var address = present ?? Free(node);
        if (address is not null)
        {
            _byPod[uid] = address;
            _taken.Add(address);
        }

        return address;
    }

    /// <summary>Frees the address of a pod that is gone.</summary>
    public void Release(string uid)
    {
        if (_byPod.Remove(uid, out var address))
            _taken.Remove(address);
    }

    private string? Free(string node)
    {
        var network = _networks.GetValueOrDefault(node);
        for (var tried = First; tried <= Last; tried++)
        {
            var host = _next.GetValueOrDefault(node, First);
            _next[node] = host == Last ? First : host + 1;
            var address = $"10.{244 + (network / 256)}.{network % 256}.{host}";
            if (!_taken.Contains(address))
                return address;
        }

        return null;
    }
}
