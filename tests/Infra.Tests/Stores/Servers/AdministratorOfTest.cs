using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Scripts;

namespace Infra.Tests.Stores.Servers;

/// <summary>Rotates the administrator of a real server, as the jobs of the two updates do.</summary>
internal static class AdministratorOfTest
{
    /// <summary>The administrator of a rotation.</summary>
    public static StoreLogin FindAdministrator(this StoreServer server, int number)
    {
        var (name, secret) = (
            StoreNames.User(server.Administrator.Name, number),
            $"{server.Kind}-admin{(number == 0 ? "" : $"-r{number}")}"
        );
        if (!server.Secrets.Has(secret))
        {
            server.Secrets.Set(secret, name);
        }

        return new StoreLogin(name, server.Connect(secret));
    }

    /// <summary>Runs the job of a rotation twice, as one that was interrupted.</summary>
    public static async Task RotateAdministratorAsync(this StoreServer server, int number, bool keepFormer, StoreConnection user)
    {
        var (current, former) = (server.FindAdministrator(number), server.FindAdministrator(number - 1));
        var rotation = new AdministratorRotation
        {
            Current = current,
            Former = keepFormer ? former : null,
            First = server.FindAdministrator(0),
            Other = former.Name,
        };
        var provisioning = StoreProvisioning.Create(current.Connection, [user]);
        for (var run = 0; run < 2; run++)
        {
            var result = await server.ProvisionAsync(
                rotation.Extend(provisioning with { Script = provisioning.Script + ProbeScripts.Find(server.Kind) })
            );
            Assert.True(result.ExitCode == 0, result.Output);
        }
    }

    /// <summary>Whether a backup can log in as the administrator of a rotation.</summary>
    public static async Task<bool> LetsInAsync(this StoreServer server, int number, string database)
    {
        var scripts = StoreScripts.Of(server.Kind);
        var variables = BackupPod.CreateStoreVariables(server.FindAdministrator(number).Connection);
        variables["DATABASE"] = StoreAccess.Write(database);
        var result = await server.RunAsync(
            [scripts.Shell, "-c", scripts.Count],
            new Dictionary<string, string>(KubernetesEnvironment.Resolve(variables, server.Secrets).Concat(server.ScriptVariables))
        );
        return result.ExitCode == 0;
    }
}
