using Infra.Backend.Planning.Stores;

namespace Infra.Tests.Stores.Servers;

/// <summary>The user of a store's exporter.</summary>
internal static class ExporterUser
{
    /// <summary>Makes the user, twice as a job does that runs again.</summary>
    public static async Task<StoreConnection> ProvisionExporterAsync(this StoreServer server, string database)
    {
        var exporter = server.Draw("orders_db_exporter", database);
        for (var run = 0; run < 2; run++)
        {
            var result = await server.ProvisionAsync([], exporter);
            Assert.True(result.ExitCode == 0, result.Output);
        }

        return exporter;
    }
}
