return await Infra.Cli.CommandLine.RunAsync(args);
