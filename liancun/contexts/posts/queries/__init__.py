"""What is read of `posts`: offices, rotas, contact points, talent, selections, delegates."""
