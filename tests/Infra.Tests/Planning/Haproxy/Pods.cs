using System.Net;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>Pods of one workload.</summary>
/// <param name="prefix">
/// The prefix of their servers in HAProxy's configuration: <c>pod</c>, the name of a version, or <c>backup</c>.
/// </param>
internal sealed class Pods(int count, string prefix = "pod") : IDisposable
{
    public string Prefix => prefix;

    public IReadOnlyList<Pod> All { get; } = [.. Enumerable.Range(0, count).Select(at => Started($"{prefix}{at}"))];

    public IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, count).Select(at => $"{prefix}{at}")];

    public void Kill()
    {
        foreach (var pod in All)
        {
            pod.Kill();
        }
    }

    public void Start()
    {
        foreach (var pod in All)
        {
            pod.Start();
        }
    }

    public void Dispose() => Kill();

    private static Pod Started(string name)
    {
        var pod = new Pod(name, IPAddress.Loopback, HaproxyProcess.FreePort());
        pod.Start();
        return pod;
    }
}
