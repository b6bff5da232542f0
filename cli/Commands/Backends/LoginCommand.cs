using System.CommandLine;
using Infra.Engine.Backends;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Backends;

/// <summary><c>infra login</c> and <c>infra logout</c>.</summary>
internal static class LoginCommand
{
    private const string Home = "file://~";

    public static Command CreateLogin()
    {
        var url = new Argument<string?>("URL")
        {
            Description = "The backend: file://FOLDER, s3://BUCKET or kubernetes://CONTEXT/NAMESPACE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var cloudUrl = new Option<string?>("--cloud-url", "-c") { Description = "The backend, as an option", HelpName = "URL" };
        var local = new Option<bool>("--local", "-l") { Description = "Use file://~, the folder .pulumi in the user's home" };
        var command = new InfraCommand(
            "login",
            "Choose the backend of projects that name none",
            ("infra login file:///srv/state", "Store state in /srv/state/.pulumi"),
            ("infra login --local", "Store state in the user's home"),
            ("infra login 's3://state/shop?region=eu-west-1'", "Store state in the folder shop of the bucket state"),
            ("infra login kubernetes://prod/infra-state", "Store state in Secrets of the namespace infra-state of the context prod")
        )
        {
            url,
            cloudUrl,
            local,
        };
        command.SetAction(parsed =>
        {
            var chosen = Choose(parsed, url, cloudUrl, local)
                ?? throw new UsageException(
                    "there is no Pulumi Cloud here: name a backend, as in `infra login file:///srv/state`, or use --local"
                );
            // The folder is that of every later command, wherever it runs. A backend that cannot be read is refused now, not then.
            var backend = StateBackends.Open(chosen, WorkspaceAccess.Directory(parsed));
            _ = BackendProjects.List(backend);
            var stored = chosen == Home ? Home : backend.Url;
            new BackendCredentials(Environment.GetEnvironmentVariable).Login(stored);
            Console.WriteLine($"Logged in to {Environment.MachineName} as {Environment.UserName} ({stored})");
            return 0;
        });
        return command;
    }

    public static Command CreateLogout()
    {
        var url = new Argument<string?>("URL") { Description = "The backend (default: the current one)", Arity = ArgumentArity.ZeroOrOne };
        var cloudUrl = new Option<string?>("--cloud-url", "-c") { Description = "The backend, as an option", HelpName = "URL" };
        var local = new Option<bool>("--local", "-l") { Description = "Log out of file://~" };
        var all = new Option<bool>("--all") { Description = "Log out of all backends, also Pulumi's" };
        var command = new InfraCommand(
            "logout",
            "Forget the backend that was chosen with login",
            ("infra logout", "Return to the backend beside Pulumi.yaml")
        )
        {
            url,
            cloudUrl,
            local,
            all,
        };
        command.SetAction(parsed =>
        {
            var credentials = new BackendCredentials(Environment.GetEnvironmentVariable);
            if (parsed.GetValue(all))
            {
                credentials.LogoutOfAll();
                Console.WriteLine("Logged out of everything");
                return 0;
            }

            var chosen = Choose(parsed, url, cloudUrl, local) ?? credentials.Current ?? throw new UsageException("you are not logged in");
            credentials.Logout(chosen);
            Console.WriteLine($"Logged out of {chosen}");
            return 0;
        });
        return command;
    }

    private static string? Choose(ParseResult parsed, Argument<string?> argument, Option<string?> option, Option<bool> local) =>
        (parsed.GetValue(argument), parsed.GetValue(option), parsed.GetValue(local)) switch
        {
            ({ }, { }, _) => throw new UsageException("only one of --cloud-url or argument URL may be specified, not both"),
            (null, null, true) => Home,
            (_, _, true) => throw new UsageException("a URL may not be specified when --local mode is enabled"),
            var (named, opted, _) => named ?? opted,
        };
}
