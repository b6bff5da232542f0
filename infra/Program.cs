return await Pulumi.Deployment.RunAsync<Infra.Backend.BackendStack>();
