namespace Infra.Simulator.Api;

/// <summary>The range of node ports.</summary>
internal static class NodePorts
{
    public const int First = 30_000;
    public const int Last = 32_767;
}
