using System.Globalization;
using Infra.PolicyPacks.Configuration;
using Infra.PolicyPacks.Wire;

namespace Infra.PolicyPacks.Hosting;

/// <summary>Runs a policy pack as a program that Pulumi's engine starts.</summary>
public static class PolicyPackHost
{
    /// <summary>
    /// Serves a pack until the engine cancels it. Writes the port, alone, as the first line of the output, then answers the calls of
    /// Pulumi's Analyzer service.
    /// </summary>
    /// <param name="pack">The pack to serve.</param>
    /// <param name="output">Where to write the port; standard output by default.</param>
    /// <param name="cancellationToken">Ends the service, too.</param>
    /// <returns>The exit code of the program.</returns>
    /// <exception cref="ArgumentException">The pack uses a profile that is not one of its own.</exception>
    public static async Task<int> RunAsync(PolicyPack pack, TextWriter? output = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pack);
        await using var service = new AnalyzerService(new PolicyCatalog(pack));
        await service.StartAsync(cancellationToken).ConfigureAwait(false);
        output ??= Console.Out;
        await output.WriteLineAsync(service.Port.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        await service.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
