using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Commands.Configuration;

namespace Infra.Cli.Commands.Backends;

/// <summary><c>infra whoami</c>.</summary>
internal static class WhoAmICommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Show the backend, too" };
        var command = new InfraCommand("whoami", "Print the user that locks and updates name", ("infra whoami -v", "Show the backend, too"))
        {
            json,
            verbose,
        };
        command.SetAction(parsed =>
        {
            var url = WorkspaceAccess.Open(parsed).Backend.Url;
            if (parsed.GetValue(json))
            {
                var who = new JsonObject { ["user"] = Environment.UserName, ["url"] = url };
                Console.WriteLine(who.ToJsonString(ConfigValueJson.Indented));
            }
            else
            {
                Console.WriteLine(
                    parsed.GetValue(verbose) ? $"User: {Environment.UserName}\nOrganizations: \nBackend URL: {url}" : Environment.UserName
                );
            }

            return 0;
        });
        return command;
    }
}
