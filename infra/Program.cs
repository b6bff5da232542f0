return await Pulumi.Deployment.RunAsync<Infra.BackendStack>();
